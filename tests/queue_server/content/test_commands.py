import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hall.errors import HallError
from queue_server.content.cli import content
from queue_server.sync.cli import sync


def run(*arguments: str) -> str:
    result = CliRunner().invoke(content, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_demo_content_comes_in_once_and_is_found(tmp_path: Path) -> None:
    data = str(tmp_path)
    first = json.loads(run("import", "demo:", "--data", data, "--json"))
    assert first["new"] > 300
    assert first["rejected"] == 0
    again = json.loads(run("import", "demo:", "--data", data, "--json"))
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, first["new"])
    found = json.loads(run("search", "按摩", "--region", "159921", "--data", data, "--json"))
    assert found["total"] > 0
    assert all("按摩" in json.dumps(item, ensure_ascii=False) for item in found["items"])
    readable = run("search", "按摩", "--limit", "2", "--data", data)
    assert "found" in readable
    assert "--cursor" in readable


def test_rejected_rows_are_told_apart_from_the_answer(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id":"1","title":"保洁员","company":"x"}\n{"id":"2","title":""}\n', "utf-8")
    arguments = ["import", str(rows), "--source", "s", "--data", str(tmp_path / "d")]
    result = CliRunner().invoke(content, arguments, catch_exceptions=False)
    assert result.stdout == "new 1, changed 0, unchanged 0, rejected 1\n"
    assert "row 2: no title" in result.stderr


def test_a_file_needs_a_source_and_must_be_there(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.jsonl")
    assert CliRunner().invoke(content, ["import", missing]).exit_code == 2
    with pytest.raises(HallError, match="is not a file"):
        run("import", missing, "--source", "s", "--data", str(tmp_path))


def test_our_own_rows_come_back_in(tmp_path: Path) -> None:
    rows = tmp_path / "own.jsonl"
    told = {
        "kind": "notice",
        "id": "7",
        "source": "x",
        "title": "停电通知",
        "paragraphs": ["<b>周一</b>"],
    }
    rows.write_text(
        "\n".join(json.dumps(each) for each in (told, {**told, "id": "8", "facts": ["cosy"]})),
        "utf-8",
    )
    totals = json.loads(
        run("import", str(rows), "--source", "hall", "--data", str(tmp_path / "d"), "--json")
    )
    assert (totals["new"], totals["rejected"]) == (1, 1)
    found = json.loads(run("search", "停电", "--data", str(tmp_path / "d"), "--json"))
    assert found["items"][0]["id"] == "hall:7"


def test_sync_says_that_no_level_above_is_configured(tmp_path: Path) -> None:
    result = CliRunner().invoke(sync, ["status", "--json", "--data", str(tmp_path)])
    standing = json.loads(result.stdout)
    assert standing["upstream"] is None
    assert "No level above" in standing["reason"]


def test_a_file_with_no_usable_row_fails(tmp_path: Path) -> None:
    rows = tmp_path / "README.md"
    rows.write_text("# not\nrows\n", "utf-8")
    arguments = ["import", str(rows), "--source", "s", "--data", str(tmp_path / "d")]
    result = CliRunner().invoke(content, arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    told = str(result.exception)
    assert "README.md: no headings" in told
    assert "岗位名称" in told, "which one is needed"
