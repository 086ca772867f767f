"""Everything the hall shows, for other programs: CSV, JSON Lines, XLSX, schema.org JSON-LD.

JSON Lines are read back by ``hall90 content import`` to the letter. In CSV and XLSX no cell can
start a formula (S-17). Items are written as they are read: a million need no memory.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy import Connection, select

from queue_server.content.database import body, entry
from queue_server.content.disability import accepted
from queue_server.content.model import EDUCATIONS, Record, decode_record
from queue_server.content.presenting import names_of
from queue_server.content.values.dates import CHINA
from queue_server.statistics.exporting import clean, safe

ExportFormat = Literal["csv", "jsonl", "xlsx", "schema-org"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
MEDIA_TYPES: Mapping[ExportFormat, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "schema-org": "application/ld+json; charset=utf-8",
}
SUFFIXES: Mapping[ExportFormat, str] = {
    "csv": "csv",
    "jsonl": "jsonl",
    "xlsx": "xlsx",
    "schema-org": "jsonld",
}
_PAGE = 1000
_MOST_CELL = 32_000  # Excel refuses more than 32,767 characters in a cell
_MOST_ROWS = 1_048_575
_EMPLOYMENTS = {
    "full_time": "FULL_TIME",
    "part_time": "PART_TIME",
    "temporary": "TEMPORARY",
    "internship": "INTERN",
    "home": "OTHER",
}
_DEGREES = (
    "no requirements",
    "",
    "",
    "high school",
    "high school",
    "associate degree",
    "bachelor degree",
    "postgraduate degree",
    "postgraduate degree",
)
_COLUMNS: tuple[tuple[str, Callable[[Record], str | int | None]], ...] = (
    ("编号", lambda each: each.id),
    ("类别", lambda each: names_of(f"kind-{each.kind}")["zh-CN"]),
    ("来源", lambda each: each.source),
    ("名称", lambda each: each.title),
    ("单位名称", lambda each: each.employer),
    ("工作地点", lambda each: each.place),
    ("工作地址", lambda each: each.address),
    ("区划代码", lambda each: each.region),
    ("最低薪资", lambda each: each.pay_min),
    ("最高薪资", lambda each: each.pay_max),
    ("薪资待遇", lambda each: each.pay_text),
    ("学历要求", lambda each: _education(each) or None),
    ("残疾类别及等级", lambda each: each.disability_text or _disability(each)),
    ("职业编码", lambda each: each.occupation_code),
    ("招聘人数", lambda each: each.openings),
    ("工作时间", lambda each: each.hours),
    ("任职要求", lambda each: each.requirements),
    ("福利待遇", lambda each: "、".join(each.tags)),
    ("岗位描述", lambda each: "\n".join(each.paragraphs)[:_MOST_CELL]),
    ("发布日期", lambda each: _day(each.published_at)),
    ("开始日期", lambda each: _day(each.starts_at)),
    ("结束日期", lambda each: _day(each.ends_at)),
    ("截止日期", lambda each: _day(each.expires_at)),
    ("网址", lambda each: each.url),
)


def records_of(
    connection: Connection, *, kind: str = "", source: str = "", now: int | None = None
) -> Iterator[Record]:
    """Yield the items of a kind and source, those not over where ``now`` is given, by number."""
    last = 0
    while True:
        asked = select(entry.c.n, body.c.record).join(body, body.c.n == entry.c.n)
        asked = asked.where(entry.c.n > last).order_by(entry.c.n).limit(_PAGE)
        if kind:
            asked = asked.where(entry.c.kind == kind)
        if source:
            asked = asked.where(entry.c.source == source)
        rows = connection.execute(asked).all()
        for row in rows:
            record = decode_record(row.record)
            if now is None or record.expires_at is None or record.expires_at.timestamp() > now:
                yield record
        if len(rows) < _PAGE:
            return
        last = rows[-1].n


def export(records: Iterable[Record], form: ExportFormat, target: Path) -> int:
    """Write items to a file in a format; return how many."""
    match form:
        case "csv":
            return _to_lines(target, _csv_lines(records), bom=True)
        case "jsonl":
            return _to_lines(target, (each.encoded() + b"\n" for each in records))
        case "xlsx":
            return _to_xlsx(target, records)
        case "schema-org":
            return _to_json_ld(target, records)


def job_posting(record: Record) -> dict[str, Any]:
    """Return a job as schema.org's JobPosting; what is not told is left out."""
    place = {"@type": "PostalAddress", "addressLocality": record.place, "addressCountry": "CN"}
    if record.address:
        place["streetAddress"] = record.address
    told: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": record.title,
        "description": "".join(f"<p>{escape(part)}</p>" for part in record.paragraphs),
        "identifier": {"@type": "PropertyValue", "name": record.source, "value": record.id},
        "datePosted": _day(record.published_at),
        "validThrough": record.expires_at.isoformat() if record.expires_at else "",
        "hiringOrganization": {"@type": "Organization", "name": record.employer},
        "jobLocation": {"@type": "Place", "address": place},
        "baseSalary": _salary(record),
        "employmentType": _EMPLOYMENTS.get(record.employment, ""),
        "totalJobOpenings": record.openings,
        "occupationalCategory": record.occupation_code,
        "educationRequirements": _degree(record),
        "jobBenefits": "、".join(record.tags),
        "workHours": record.hours,
        "physicalRequirement": record.disability_text or _disability(record),
        "url": record.url,
    }
    return {name: value for name, value in told.items() if value not in ("", None)}


def _to_lines(target: Path, lines: Iterable[bytes], *, bom: bool = False) -> int:
    """Write lines, the first of a table (``bom``) being its heading; return how many items."""
    count = -1 if bom else 0
    with target.open("wb") as file:
        if bom:
            file.write(b"\xef\xbb\xbf")
        for line in lines:
            file.write(line)
            count += 1
    return count


def _csv_lines(records: Iterable[Record]) -> Iterator[bytes]:
    yield _csv_line([title for title, _ in _COLUMNS])
    for record in records:
        yield _csv_line([read(record) for _, read in _COLUMNS])


def _csv_line(cells: list[str | int | None]) -> bytes:
    text = io.StringIO()
    row = [safe(cell) if isinstance(cell, str) else cell for cell in cells]
    csv.writer(text, lineterminator="\r\n").writerow(row)
    return text.getvalue().encode()


def _to_xlsx(target: Path, records: Iterable[Record]) -> int:
    from openpyxl import Workbook  # large: loaded where a workbook is asked for
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    page, count = None, 0
    for record in records:
        if page is None or count % _MOST_ROWS == 0:
            page = book.create_sheet()
            page.freeze_panes = "A2"
            page.append([title for title, _ in _COLUMNS])
        cells = []
        for _, read in _COLUMNS:
            value = read(record)
            cell = WriteOnlyCell(page, clean(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # else a text that begins with "=" becomes a formula
            cells.append(cell)
        page.append(cells)
        count += 1
    if page is None:
        book.create_sheet().append([title for title, _ in _COLUMNS])
    book.save(target)
    return count


def _to_json_ld(target: Path, records: Iterable[Record]) -> int:
    """Write the jobs as one graph; other kinds have no JobPosting."""
    count = 0
    with target.open("w", encoding="utf-8") as file:
        file.write('{"@context": "https://schema.org/", "@graph": [')
        for record in records:
            if record.kind != "job":
                continue
            posting = job_posting(record)
            del posting["@context"]
            told = json.dumps(posting, ensure_ascii=False)
            # As in a page's script element, where "</" would end it.
            file.write(("," if count else "") + "\n" + told.replace("</", "<\\/"))
            count += 1
        file.write("\n]}\n")
    return count


def _salary(record: Record) -> dict[str, Any] | None:
    if record.pay_min is None and record.pay_max is None:
        return None
    told = {"minValue": record.pay_min, "maxValue": record.pay_max}
    ends = {name: amount for name, amount in told.items() if amount is not None}
    value = {"@type": "QuantitativeValue", "unitText": "MONTH", **ends}
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": value}


def _degree(record: Record) -> dict[str, str] | str:
    if record.education is None or not _DEGREES[record.education]:
        return ""
    degree = _DEGREES[record.education]
    if degree == "no requirements":
        return degree
    return {"@type": "EducationalOccupationalCredential", "credentialCategory": degree}


def _education(record: Record) -> str:
    if record.education is None:
        return ""
    return names_of(f"education-{EDUCATIONS[record.education]}")["zh-CN"]


def _disability(record: Record) -> str:
    """Return the mask in the national platform's own words."""
    return "".join(
        f"{names_of(f'disability-{category}')['zh-CN']}{','.join(map(str, levels))}级;"
        for category, levels in accepted(record.disability)
    )


def _day(instant: datetime | None) -> str:
    return "" if instant is None else instant.astimezone(CHINA).date().isoformat()
