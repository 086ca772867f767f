"""Spreadsheets as counties send them, made here with every habit at once."""

import csv
import io
import resource
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from config.sources import Source
from hall.clock import ManualClock
from queue_server.content.cleaning import UNREADABLE
from queue_server.content.disability import accepted
from queue_server.content.fetching import Fetcher
from queue_server.content.formats.port import Walk
from queue_server.content.formats.sheets.faults import SheetError
from queue_server.content.formats.sheets.file import SheetFile
from queue_server.content.formats.sheets.opening import open_tables
from queue_server.content.formats.sheets.reading import SheetReading, read_table
from queue_server.content.importing import Totals
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from queue_server.content.sources.single import bring_sheet
from queue_server.content.values.places import Places

Bring = Callable[..., Totals]
Held = Callable[[str], dict[str, Record]]


@pytest.fixture
def bring(content: ContentService, clock: ManualClock) -> Bring:
    def once(path: Path, **told: Any) -> Totals:
        values = {"source": "qs", "kind": "job", "region": "150204", **told}
        return bring_sheet(content, clock, path, tell=lambda _line: None, **values)

    return once


@pytest.fixture
def walk(clock: ManualClock) -> Walk:
    source = Source(id="qs", format="sheets", names={}, folder="/drop")
    return Walk(
        source=source, fetcher=Fetcher("http://localhost/"), now=clock.now(), places=Places({})
    )


def county(path: Path) -> Path:
    """A county's list: title, reporter and date, two-line heading, merged units, a total, notes."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("青山区残疾人专场招聘会岗位信息汇总表（2026年5月）",),
        ("填报单位：青山区残联", *[None] * 9, "填报日期：", "2026.5.12"),
        ("序号", "用人单位", "招聘岗位", "招聘\n人数", "岗位要求", None, None, "薪资待遇", None,
         "适合残疾类别及等级", "工作地点", "备注"),
        (None, None, None, None, "学历", "年龄", "其他", "月薪（元）", "社保", None, None, None),
        (1, "某物业公司", "保洁员", "5人", "不限", "18-50", "能自理", "2600-3000", "五险",
         "听力残疾3,4级;言语残疾1-4级", "青山区", None),
        (None, None, "保安", 3, "初中及以上", "≤50", None, "2800以上", "有", "肢体四级", "青山区",
         "电话13800138000"),
        (2, "某按摩院", "按摩师", "若干", "中专", "不限", "有证优先", "底薪3000+提成", "面议",
         "视力一级、二级", "昆都仑区", "包吃住"),
        (3, "某电子公司", "装配工", 10, "高中/中专", "18～45", "视力1.0", "4,500", "五险",
         "肢体（下肢）3-4级", "稀土高新区", "2026/6/1前报名"),
        (None, "合计", None, 18),
        ("注：以上岗位长期有效",),
    ):  # fmt: skip
        sheet.append(row)
    for area in ("A1:L1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3", "H3:I3", "J3:J4", "B5:B6"):
        sheet.merge_cells(area)
    book.save(path)
    return path


def written(path: Path, *rows: tuple[Any, ...], encoding: str = "gb18030") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def test_a_countys_list_is_read_whole(bring: Bring, held: Held, tmp_path: Path) -> None:
    totals = bring(county(tmp_path / "list.xlsx"))

    jobs = {job.title: job for job in held("qs").values()}
    assert (totals.new, totals.rejected) == (4, 0)
    cleaner, guard, masseur, fitter = (
        jobs[name] for name in ("保洁员", "保安", "按摩师", "装配工")
    )
    assert [job.employer for job in (cleaner, guard)] == ["某物业公司", "某物业公司"]
    assert [job.openings for job in (cleaner, guard, masseur, fitter)] == [5, 3, None, 10]
    assert (cleaner.pay_min, cleaner.pay_max) == (2600, 3000)
    assert (guard.pay_min, guard.pay_max, guard.pay_text) == (2800, None, "2800以上")
    assert (masseur.pay_min, fitter.pay_max) == (3000, 4500)
    assert accepted(cleaner.disability) == [("hearing", (3, 4)), ("speech", (1, 2, 3, 4))]
    assert accepted(masseur.disability) == [("visual", (1, 2))]
    assert masseur.facts == ("lodging", "meals")
    assert guard.facts == ("insurance",)
    assert "138" not in "".join(guard.paragraphs)
    assert fitter.expires_at == datetime(2026, 6, 1, 15, 59, 59, tzinfo=UTC)
    assert (cleaner.region, masseur.region, fitter.region) == ("150204", "150203", "")
    assert cleaner.published_at == datetime(2026, 5, 11, 16, tzinfo=UTC)
    assert "18-50" in cleaner.requirements


def test_the_same_file_again_changes_nothing_and_a_corrected_one_replaces(
    bring: Bring, held: Held, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    heading = ("岗位名称", "用人单位", "工作地点", "月薪")
    bring(written(path, heading, ("保洁员", "甲公司", "青山区", "2600")))
    again = bring(path)
    corrected = bring(written(path, heading, ("保洁员", "甲公司", "青山区", "2800")))

    assert (again.unchanged, corrected.changed) == (1, 1)
    assert [job.pay_min for job in held("qs").values()] == [2800]


def test_numbers_dates_and_widths_as_old_systems_export_them(
    bring: Bring, held: Held, tmp_path: Path
) -> None:
    path = written(
        tmp_path / "b.csv",
        ("岗位编号", "单位名称", "岗位名称", "招聘人数", "最低月薪", "最高月薪", "截止日期"),
        ('="0012"', "某食品公司", "包装工", "１", "2500", "3200", "2027/1/1"),
        ("0013", "某服装厂（喆润）", "车位工", "5", "计件", "", "2026年12月31日"),
    )

    assert bring(path).new == 2
    packer, sewer = held("qs")["qs:0012"], held("qs")["qs:0013"]
    assert (packer.openings, packer.pay_min, packer.pay_max) == (1, 2500, 3200)
    assert (sewer.employer, sewer.pay_text, sewer.pay_min) == ("某服装厂（喆润）", "计件", None)


def test_the_new_editions_characters_come_from_both_encodings(
    bring: Bring, held: Held, tmp_path: Path
) -> None:
    rows = [("岗位名称", "单位名称"), ("保洁", "村")]
    old = (
        written(tmp_path / "old.csv", *rows)
        .read_bytes()
        .replace("村".encode("gb18030"), bytes.fromhex("FE59A6D9"))
    )
    (tmp_path / "old.csv").write_bytes(old)
    new = written(tmp_path / "new.csv", rows[0], ("保洁", "\u9fb4\ufe10"), encoding="utf-8")

    bring(tmp_path / "old.csv", source="old")
    bring(new, source="new")

    both = [next(iter(held(source).values())).employer for source in ("old", "new")]
    assert both == ["\u9fb4\ufe10"] * 2


def test_rows_that_cannot_be_used_are_told_one_by_one(bring: Bring, tmp_path: Path) -> None:
    path = written(
        tmp_path / "c.csv",
        ("编号", "岗位名称", "单位名称", "描述"),
        ("1", "", "甲", ""),
        ("2", "保洁", "甲", ""),
        ("2", "保安", "甲", ""),
        ("3", "厨师", "甲", ""),
        ("3", "厨师", "甲", ""),
        ("4", "长" * 300, "甲", ""),
        ("5", "司机", "甲", "字" * 20_001),
    )

    totals = bring(path)

    assert totals.new == 2
    assert {each.row: each.reason[:21] for each in totals.reasons} == {
        2: "no title. Write one a", 4: 'the number "2" stands', 6: "the same as row 5 in ",
        7: "title of 300 characte", 8: "description of 20001 ",
    }  # fmt: skip


def test_the_same_post_twice_with_other_pay_is_two_posts(
    bring: Bring, held: Held, tmp_path: Path
) -> None:
    bring(
        written(
            tmp_path / "d.csv",
            ("岗位", "单位", "月薪"),
            ("普工", "甲", "3000"),
            ("普工", "甲", "4000"),
        )
    )

    assert sorted(job.pay_min or 0 for job in held("qs").values()) == [3000, 4000]


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("empty.csv", b"", "empty"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"x" * 600, "old-xls"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table>", "web-page"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00", "not-sheet"),
        ("broken.xlsx", b"PK\x03\x04broken", "not-sheet"),
        ("no heading.csv", "甲,乙\n丙,丁\n".encode("gb18030"), "no-heading"),
    ],
)
def test_files_that_cannot_be_read_say_what_to_do(
    bring: Bring, walk: Walk, tmp_path: Path, name: str, body: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(body)

    with pytest.raises(Exception, match=r".xlsx|heading|nothing|password"):
        bring(path)
    file = SheetFile(path)
    assert list(file.items(walk)) == []
    assert file.fault is not None
    assert file.fault.code == code


def test_a_workbook_that_unpacks_to_a_giant_is_refused_before_it_is(
    bring: Bring, tmp_path: Path
) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (40 << 20))

    with pytest.raises(Exception, match="size no table has"):
        bring(path)


def test_a_workbook_with_a_document_type_is_refused(bring: Bring, tmp_path: Path) -> None:
    path = county(tmp_path / "x.xlsx")
    laughs = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w>&b;</w>'
    attacked = tmp_path / "attack.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(attacked, "w") as new:
        for entry in old.infolist():
            body = laughs if entry.filename == "xl/workbook.xml" else old.read(entry)
            new.writestr(entry, body)

    with pytest.raises(Exception, match=r"no spreadsheet|damaged"):
        bring(attacked)


def test_a_file_cut_in_the_middle_keeps_its_first_rows_and_says_where(
    bring: Bring, held: Held, tmp_path: Path
) -> None:
    path = written(
        tmp_path / "cut.csv", ("岗位名称", "单位"), ("保洁", "甲"), ("保安", "乙" * 300_000)
    )

    totals = bring(path)

    assert len(held("qs")) == 1
    assert "cannot be read past row 3" in totals.reasons[-1].reason


def test_a_large_workbook_is_streamed(bring: Bring, held: Held, tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(("岗位编号", "岗位名称", "单位"))
    for number in range(600):
        sheet.append((str(number), f"岗位{number}", "甲"))
    book.save(tmp_path / "large.xlsx")

    assert bring(tmp_path / "large.xlsx").new == 600


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_a_workbook_of_200000_rows_needs_little_memory(bring: Bring, tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(("岗位编号", "岗位名称", "单位", "薪资", "残疾类别", "工作地点"))
    for number in range(200_000):
        sheet.append((str(number), f"岗位{number}", f"单位{number % 500}", "3000-4000",
                      "肢体残疾3,4级;", "青山区"))  # fmt: skip
    book.save(tmp_path / "huge.xlsx")

    totals = bring(tmp_path / "huge.xlsx")

    assert totals.new == 200_000
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 600 << 10, f"{grown >> 10} MiB"


def test_several_sheets_are_read_and_a_chart_page_left_out(
    bring: Bring, held: Held, tmp_path: Path
) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, title in (("一月", "保洁"), ("二月", "保安")):
        sheet = book.create_sheet(name)
        sheet.append(("岗位名称", "单位"))
        sheet.append((title, "甲"))
    book.create_sheet("说明").append(("本表由人社局制",))
    hidden = book.create_sheet("旧")
    hidden.append(("岗位名称", "单位"))
    hidden.append(("不该出现", "甲"))
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "two.xlsx")

    assert bring(tmp_path / "two.xlsx").new == 2
    assert {job.title for job in held("qs").values()} == {"保洁", "保安"}


def test_courses_and_fairs_come_from_sheets_too(bring: Bring, held: Held, tmp_path: Path) -> None:
    path = written(
        tmp_path / "e.csv",
        ("招聘会名称", "主办单位", "举办时间", "举办地点"),
        ("青山区残疾人专场招聘会", "区残联", "2026年6月6日 9:00", "包头市青山区会展中心"),
    )

    bring(path, kind="fair")

    (fair,) = held("qs").values()
    assert (fair.kind, fair.employer, fair.region) == ("fair", "区残联", "150204")
    assert fair.starts_at == datetime(2026, 6, 6, 1, 0, tzinfo=UTC)
    assert fair.expires_at is not None


def test_formulas_and_tricks_in_cells_stay_text(bring: Bring, held: Held, tmp_path: Path) -> None:
    path = written(
        tmp_path / "f.csv",
        ("岗位名称", "单位"),
        ("=cmd|' /C calc'!A0", "甲\u202e乙"),
        (f"保{chr(0xE000)}洁", "<script>alert(1)</script>丙"),
        encoding="utf-8",
    )

    bring(path)

    jobs = list(held("qs").values())
    assert {job.employer for job in jobs} == {"甲乙", "丙"}
    assert any(UNREADABLE in job.title for job in jobs)


def test_recorded_files_are_read_without_a_refusal(bring: Bring, feeds: Path | None) -> None:
    for path in sorted((feeds / "spreadsheet").iterdir()) if feeds else ():
        totals = bring(path, source=path.stem.replace("_", "-"))
        assert totals.new > 0
        assert totals.rejected == 0, (path.name, totals.reasons)


def test_s_20_a_workbook_with_every_part_spoilt_in_turn_is_told_as_damaged(
    tmp_path: Path, walk: Walk
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("用人单位", "招聘岗位"))
    sheet.append(("工厂", "保洁"))
    path = tmp_path / "damaged.xlsx"
    book.save(path)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        starts = [each.header_offset + 30 + len(each.filename) for each in packed.infolist()]
    told: list[str] = []
    for start in starts:
        for at, spoilt in ((start, b"\xff\xff\xff\xff"), (start + 20, b"\x00\xff\x55\xaa")):
            path.write_bytes(whole[:at] + spoilt + whole[at + 4 :])
            try:
                for table in open_tables(path):
                    list(read_table(table, walk, SheetReading()))
            except SheetError as refusal:
                told.append(refusal.told("en"))
    assert len(told) > len(starts) / 2
    assert all(told)
