import gzip
import json
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.content.applying import Rejected
from queue_server.content.database import check_sqlite, lock_of, open_engine, writing
from queue_server.content.formats.reading import ContentFile
from queue_server.content.importing import Totals
from queue_server.content.model import ContentQuery, Record
from queue_server.content.service import ContentService

Job = Callable[..., Record]


def row(number: int, **told: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "title": f"保洁员{number}",
        "company": "净美保洁公司",
        "location": "内蒙古自治区呼和浩特市新城区",
        "region_code": "150102",
        "salary_text": "3000-4000元/月",
        "salary_min": 3000,
        "salary_max": 4000,
        "education": "初中",
        "tags": ["包住"],
        "description": "扫地\n拖地",
        "published_at": "2025-02-19T17:38:32",
        **told,
    }


def write(path: Path, rows: list[Any]) -> Path:
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in rows]
    content = b"".join(line + b"\n" for line in lines)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def bring(service: ContentService, path: Path) -> Totals:
    return service.import_items(ContentFile(path, source="s").rows(), source="s")


def whole_pages(service: ContentService) -> bool:
    """Tell whether what the pages told is what the file holds, and there was at least one."""
    told = sum(page.new for page in service.applied_after(0))
    return 0 < told == service.counts()["job"]


def test_a_file_again_changes_nothing(service: ContentService, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl.gz", [row(n) for n in range(600)])
    assert bring(service, path) == Totals(new=600)
    pages = service.applied_after(0)
    assert bring(service, path) == Totals(unchanged=600)
    assert service.applied_after(0) == pages
    assert sum(page.new for page in pages) == 600
    assert len(pages) > 1


def test_only_what_changed_is_written_again(service: ContentService, tmp_path: Path) -> None:
    bring(service, write(tmp_path / "a.jsonl", [row(n) for n in range(5)]))
    later = [row(0), row(1, title="缝纫工"), row(2, published_at="2025-03-01T00:00:00"), row(5)]
    totals = bring(service, write(tmp_path / "b.jsonl", later))
    assert totals == Totals(new=1, changed=1, unchanged=2)
    assert service.search(ContentQuery(q="保洁员1")).total == 0
    assert [found.id for found in service.search(ContentQuery(q="缝纫工")).items] == ["s:1"]


def test_a_row_is_read_whole(service: ContentService, tmp_path: Path) -> None:
    bring(service, write(tmp_path / "a.jsonl", [row(1)]))
    found = service.get("job", "s:1")
    assert found is not None
    assert (found.employer, found.region) == ("净美保洁公司", "150102")
    assert (found.pay_min, found.pay_max, found.pay_text) == (3000, 4000, "3000-4000元/月")
    assert found.education is not None
    assert found.education.names["zh-CN"] == "初中"
    assert found.occupation is not None
    assert found.occupation.value == "cleaning"
    assert [fact.value for fact in found.facts] == ["lodging"]
    assert found.description == ("扫地", "拖地")
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2025-02-19T09:38:32+00:00"
    names = {
        value.value: value.names
        for value in service.facets(ContentQuery(region="150100"))[1].values
    }
    assert names == {"150102": {"zh-CN": "新城区"}}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"title": ""}, "no title"),
        ({"title": "\u200b\u202e"}, "no title"),
        ({"title": "长" * 201}, "at most 200"),
        ({"title": 7}, "title"),
        ({"id": ""}, "id"),
        ({"published_at": "yesterday"}, "is no date"),
        ({"description": "长" * 20_001}, "description of more than"),
        ({"salary_min": "many"}, "salary_min"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_the_reason(
    service: ContentService, tmp_path: Path, bad: dict[str, Any], reason: str
) -> None:
    totals = bring(service, write(tmp_path / "a.jsonl", [row(1), row(2, **bad), row(3)]))
    assert (totals.new, totals.rejected) == (2, 1)
    assert totals.reasons[0].row == 2
    assert reason in totals.reasons[0].reason


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[1]",
        b"null",
        b"\xff\xfe{}",
        b'{"title": ' * 50_000,
        b'{"id":"9","title":"\xff","company":""}',
        b'{"id":"9","company":"","title":"' + b"a" * (5 << 20) + b'"}',
    ],
)
def test_a_line_that_is_no_row_harms_no_other(
    service: ContentService, tmp_path: Path, line: bytes
) -> None:
    totals = bring(service, write(tmp_path / "a.jsonl", [row(1), line, row(3)]))
    assert (totals.new, totals.rejected) == (2, 1)


def test_a_file_cut_off_says_so_and_keeps_its_whole_pages(
    service: ContentService, tmp_path: Path
) -> None:
    path = write(
        tmp_path / "rows.jsonl.gz", [row(n, description=str(hash(n))) for n in range(2000)]
    )
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(HallError, match="cannot be read"):
        bring(service, path)
    assert whole_pages(service)


def test_a_file_of_unknown_rows_is_refused(service: ContentService, tmp_path: Path) -> None:
    with pytest.raises(HallError, match="no known format"):
        bring(service, write(tmp_path / "a.jsonl", [{"name": "x"}]))


def test_script_and_contacts_never_reach_the_visitor(
    service: ContentService, tmp_path: Path
) -> None:
    told = (
        "<p>包装<script>alert(1)</script></p><b onclick=x>电话：13800138000</b>\u202e联系人：王女士"
    )
    bring(service, write(tmp_path / "a.jsonl", [row(1, description=told)]))
    found = service.get("job", "s:1")
    assert found is not None
    shown = "\n".join(found.description)
    assert found.description[0] == "包装"
    for trace in ("<", "alert", "13800138000", "王女士", "\u202e"):
        assert trace not in shown


def test_of_one_id_twice_in_a_page_the_last_holds(service: ContentService, job: Job) -> None:
    totals = service.import_items([job(1, title="旧"), job(1, title="新")], source="t")
    assert totals.new == 1
    assert [found.title for found in service.search(ContentQuery()).items] == ["新"]


def test_a_withdrawn_item_is_found_no_more(service: ContentService, job: Job) -> None:
    service.import_items([job(1, title="保洁员"), job(2, title="保洁工")], source="t")
    service.withdraw_items([("job", "t:1", "withdrawn")], source="t")
    assert [found.id for found in service.search(ContentQuery(q="保洁")).items] == ["t:2"]
    assert service.applied_after(0)[-1].withdrawn == 1


def test_a_rejected_row_stands_in_the_totals(service: ContentService, job: Job) -> None:
    rejected = Rejected(row=2, reason="broken")
    totals = service.import_items([job(1), rejected], source="t")
    assert totals == Totals(new=1, rejected=1, reasons=(rejected,))


def test_two_imports_at_once_take_turns(
    service: ContentService, job: Job, tmp_path: Path, clock: ManualClock
) -> None:
    second = ContentService(tmp_path, clock)

    def interleaved() -> Any:
        for n in range(600):
            if n in {200, 400}:
                second.import_items([job(10_000 + n)], source="t")
            yield job(n)

    service.import_items(interleaved(), source="t")
    second.close()
    assert service.counts() == {"job": 602}


def test_an_import_killed_anywhere_is_completed_by_the_next(tmp_path: Path) -> None:
    rows = [row(n) for n in range(3000)]
    path = write(tmp_path / "rows.jsonl.gz", rows)
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from hall.clock import SystemClock
        from queue_server.content.formats.reading import ContentFile
        from queue_server.content.service import ContentService
        service = ContentService(Path(sys.argv[1]), SystemClock())
        file = ContentFile(Path(sys.argv[2]), source="s")
        service.import_items(
            file.rows(), source="s", progress=lambda totals: print(totals.rows, flush=True)
        )
    """)
    for kill_after in (1, 3, 2):
        running = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "data"), str(path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert running.stdout is not None
        for _ in range(kill_after):
            running.stdout.readline()
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()
    service = ContentService(tmp_path / "data", ManualClock())
    before = service.counts()["job"]
    assert 0 < before < 3000
    assert whole_pages(service)
    totals = bring(service, path)
    assert (totals.new, totals.unchanged) == (3000 - before, before)
    assert service.search(ContentQuery(q="保洁员")).total == 3000
    assert service.suggest("baojie").items
    engine = open_engine(tmp_path / "data" / "content.db")
    with engine.connect() as connection:
        assert connection.execute(text("pragma integrity_check")).scalar() == "ok"
        assert connection.execute(text("select count(*) from words_0")).scalar() == 3000
    engine.dispose()
    service.close()


def test_suggestions_an_earlier_import_had_no_time_for_are_made_by_the_next(
    service: ContentService, job: Job, tmp_path: Path
) -> None:
    service.import_items([job(1, title="保洁员")], source="t")
    engine = open_engine(tmp_path / "content.db")
    with writing(engine, lock_of(tmp_path / "content.db")) as connection:
        connection.execute(text("delete from term"))
    engine.dispose()
    service.import_items([job(1, title="保洁员")], source="t")
    assert [found.text for found in service.suggest("bjy").items] == ["保洁员"]


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_a_sqlite_that_can_lose_commits_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(HallError, match=r"3\.51\.3"):
        check_sqlite(version)
    check_sqlite((3, 51, 3))


def test_a_file_that_is_no_database_is_told(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "content.db").write_bytes(b"not a database" * 100)
    with pytest.raises(HallError, match="cannot be read"):
        ContentService(tmp_path, clock)


def test_a_refresh_of_the_publication_date_is_no_revision(job: Job, clock: ManualClock) -> None:
    refreshed = job(1, published_at=clock.now() - timedelta(days=3))
    assert job(1, published_at=None).rev() == refreshed.rev() == job(1).rev()
    assert job(1, title="x").rev() != job(1).rev()
