import json
from pathlib import Path

import pytest
import stamina
from click.testing import CliRunner

from config.loader import DEMO_SITE
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


@pytest.fixture
def two_sources(tmp_path: Path) -> Path:
    """A site file that names a source nobody answers for, and a folder."""
    site = tmp_path / "site.toml"
    named = """
[[source]]
id = "cd"
format = "cdpee"
names = { zh-CN = "残联平台", en = "Federation" }
url = "http://127.0.0.1:1/"

[[source]]
id = "drop"
format = "sheets"
names = { zh-CN = "表格", en = "Sheets" }
folder = "/srv/drop"
"""
    site.write_text(DEMO_SITE.read_text("utf-8") + named, "utf-8")
    return site


def test_sources_the_site_names_stand_there_before_they_were_ever_asked(
    tmp_path: Path, two_sources: Path
) -> None:
    data, site = ["--data", str(tmp_path / "d")], ["--site", str(two_sources)]
    told = run("sources", *data, *site)
    assert "cd: never asked; `hall90 content fetch cd` asks it now" in told
    assert "drop: no file yet; put one into /srv/drop" in told
    never, drop = json.loads(run("sources", *data, *site, "--json"))
    assert (never["source"], never["outcome"], drop["outcome"]) == ("cd", "never", "never")
    assert "--site" in run("sources", *data)


def test_a_source_nobody_answers_for_says_why_and_what_to_do(
    tmp_path: Path, two_sources: Path
) -> None:
    data, site = ["--data", str(tmp_path / "d")], ["--site", str(two_sources)]
    with stamina.set_testing(True, attempts=1):
        failed = CliRunner().invoke(content, ["fetch", "cd", *data, *site])
    assert failed.exit_code == 1
    assert 'The server "127.0.0.1:1" took no connection' in failed.stderr
    assert "Connection refused" in failed.stderr  # what the system said stays beside it
    told = run("sources", *data, *site)
    assert "cd: failed" in told
    assert "ask the other side" in told
    (known,) = [each for each in json.loads(run("sources", *data, "--json")) if each["rows"] == 0]
    assert "没有接受连接" in known["reasons"][0]["zh-CN"]
