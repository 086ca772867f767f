"""Measures, exports and the history of items."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hall.clock import ManualClock
from queue_server.content.formats.reading import ContentFile
from queue_server.content.formats.schema_org.parsing import postings_in, told_of
from queue_server.content.model import KINDS, Media, Record
from queue_server.content.quality.exporting import (
    EXPORT_FORMATS,
    ExportFormat,
    export,
    job_posting,
    records_of,
)
from queue_server.content.quality.history import revisions_of
from queue_server.content.quality.measuring import measure
from queue_server.content.service import ContentService

Job = Callable[..., Record]
TRICKS = ("=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", '"quoted", and\nlines')


def written(service: ContentService, form: ExportFormat, target: Path) -> Path:
    with service.reading() as connection:
        export(records_of(connection), form, target)
    return target


def full(number: int, title: str) -> Record:
    return Record(
        kind="job",
        id=f"t:{number}",
        source="t",
        title=title,
        employer="净美公司",
        place="包头市青山区",
        region="150204",
        pay_min=3000,
        pay_max=4000,
        pay_text="3000-4000元/月",
        education=2,
        disability=0b1100 << 12,
        occupation="cleaning",
        occupation_code="4-09-08-01",
        openings=3,
        paragraphs=("负责</script>清洁。", "<b>双休</b>"),
        media=(Media(kind="sign_video", url="https://a.example/1.mp4", alt="手语介绍这份工作"),),
        easy_read=("这是打扫卫生的工作。",),
    )


def test_measures_tell_what_is_missing_over_and_repeated(
    service: ContentService, clock: ManualClock, job: Job
) -> None:
    now = clock.now()
    service.import_items(
        [
            full(1, "保洁员"),
            full(2, "保洁员"),
            job(3, employer="甲", expires_at=now - timedelta(days=1)),
            job(4, published_at=now - timedelta(days=90)),
            Record(kind="policy", id="t:p", source="t", title="政策"),
            replace(full(5, "保洁员"), id="u:5", source="u"),
        ],
        source="t",
    )  # fmt: skip

    with service.reading() as connection:
        found = measure(connection, now)

    measured = {(each.source, each.kind): each for each in found.sources}
    jobs = measured["t", "job"]
    assert (jobs.items, jobs.over, jobs.recent, jobs.repeated) == (4, 1, 1, 1)
    assert jobs.missing["employer"] == 1
    assert jobs.missing["pay"] == 2
    assert jobs.newest == now
    assert measured["u", "job"].repeated == 1
    assert measured["t", "policy"].missing == {"description": 1, "published": 1}
    assert 0 < jobs.complete < 1
    (group,) = found.repeated
    assert set(group.ids) == {"t:1", "t:2", "u:5"}


def test_json_lines_come_back_to_the_letter(
    service: ContentService, clock: ManualClock, tmp_path: Path
) -> None:
    items = [
        replace(full(number, title), paragraphs=("负责清洁。",))
        for number, title in enumerate(TRICKS[:2])
    ]
    service.import_items(items, source="t")
    path = written(service, "jsonl", tmp_path / "out.jsonl")

    again = service.import_items(ContentFile(path, source="t").rows(), source="t")

    assert (again.unchanged, again.changed, again.rejected) == (2, 0, 0)


def test_no_cell_of_a_csv_or_workbook_starts_a_formula(
    service: ContentService, tmp_path: Path
) -> None:
    service.import_items([full(n, title) for n, title in enumerate(TRICKS)], source="t")

    text = written(service, "csv", tmp_path / "out.csv").read_text("utf-8-sig")
    book = load_workbook(written(service, "xlsx", tmp_path / "out.xlsx"))

    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(TRICKS)
    assert all(row["名称"][0] in "'\"" for row in rows)
    sheet = book.worksheets[0]
    titles = [sheet.cell(row, 4) for row in range(2, len(TRICKS) + 2)]
    assert {cell.data_type for cell in titles} == {"s"}
    assert titles[0].value == TRICKS[0]


def test_schema_org_is_read_back_by_our_own_reader(service: ContentService, tmp_path: Path) -> None:
    service.import_items([full(1, "保洁员")], source="t")
    text = written(service, "schema-org", tmp_path / "out.jsonld").read_text("utf-8")

    (posting,) = postings_in(text)

    assert "</script" not in text
    told = told_of(posting, "https://a.example/")
    assert (told.id, told.employer, told.pay.low, told.pay.high) == ("t:1", "净美公司", 3000, 4000)
    assert told.disability == "肢体残疾3,4级;"
    assert told.description == "<p>负责&lt;/script&gt;清洁。</p><p>&lt;b&gt;双休&lt;/b&gt;</p>"
    assert json.loads(json.dumps(job_posting(full(1, "甲"))))["@type"] == "JobPosting"


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_an_empty_hall_exports_a_file_that_can_be_read(
    service: ContentService, tmp_path: Path, form: ExportFormat
) -> None:
    path = written(service, form, tmp_path / f"out.{form}")

    assert path.is_file()
    if form == "xlsx":
        assert load_workbook(path).worksheets[0].cell(1, 1).value == "编号"


def test_exports_leave_out_what_is_over_and_other_kinds(
    service: ContentService, clock: ManualClock, job: Job, tmp_path: Path
) -> None:
    service.import_items(
        [
            job(1),
            job(2, expires_at=clock.now()),
            Record(kind="fair", id="t:f", source="t", title="会"),
        ],
        source="t",
    )

    with service.reading() as connection:
        now = int(clock.now().timestamp())
        assert [each.id for each in records_of(connection, kind="job", now=now)] == ["t:1"]
        assert len(list(records_of(connection))) == 3
        assert set(KINDS) >= {each.kind for each in records_of(connection)}


def test_every_revision_of_an_item_is_kept_with_how_it_ended(
    service: ContentService, clock: ManualClock, job: Job
) -> None:
    for title in ("保洁", "保洁员", "保洁员"):
        service.import_items([job(1, title=title)], source="t")
        clock.pass_time(60)
    service.withdraw_items([("job", "t:1", "withdrawn")], source="t")

    with service.reading() as connection:
        past = revisions_of(connection, "job", "t:1")

    assert [(each.op, each.why, each.record.title) for each in past] == [
        ("del", "withdrawn", "保洁员"), ("put", "", "保洁"),
    ]  # fmt: skip


def test_what_the_law_takes_away_leaves_no_history(service: ContentService, job: Job) -> None:
    service.import_items([job(1, title="甲")], source="t")
    service.import_items([job(1, title="乙")], source="t")
    service.withdraw_items([("job", "t:1", "legal")], source="t")

    with service.reading() as connection:
        assert revisions_of(connection, "job", "t:1") == []


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"title": "长" * 201}, "title of 201"),
        ({"paragraphs": ("字" * 20_001,)}, "description of"),
        ({"employer": "甲" * 1001}, "employer of more"),
        ({"tags": tuple(map(str, range(101)))}, "more than 100 tags"),
        ({"employment": "serf"}, "unknown employment"),
        ({"media": (Media(kind="picture", url="https://a.example/1.png", alt=" "),)}, "has no alt"),
        ({"media": (Media(kind="picture", url="../../etc/passwd", alt="图"),)}, "no file's name"),
    ],
)
def test_no_item_of_our_own_format_exceeds_the_bounds(
    service: ContentService, tmp_path: Path, told: dict[str, object], reason: str
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(replace(full(1, "保洁"), **told).encoded())  # type: ignore[arg-type]  # any field

    totals = service.import_items(ContentFile(path, source="t").rows(), source="t")

    assert (totals.new, totals.rejected) == (0, 1)
    assert reason in totals.reasons[0].reason


def test_a_seekers_wish_comes_without_the_person(service: ContentService, tmp_path: Path) -> None:
    wish = replace(full(1, "想做保洁"), kind="seeker", url="https://a.example", address="某路1号")
    path = tmp_path / "rows.jsonl"
    path.write_bytes(wish.encoded())

    service.import_items(ContentFile(path, source="t").rows(), source="t")

    with service.reading() as connection:
        (kept,) = records_of(connection)
    assert (kept.title, kept.region, kept.pay_min) == ("想做保洁", "150204", 3000)
    for name in ("employer", "address", "disability", "url", "media", "paragraphs"):
        assert not getattr(kept, name), name
