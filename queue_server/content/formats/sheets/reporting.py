"""The report beside a dropped file: what came in, and line by line what did not and why.

Written in the hall's first language, for the person who sent the file; CRLF and a byte order mark,
because it is opened with Notepad.
"""

from collections.abc import Iterator
from datetime import datetime

from queue_server.content.applying import Rejected
from queue_server.content.cleaning import line
from queue_server.content.formats.port import Remark
from queue_server.content.formats.sheets.faults import SheetError
from queue_server.content.formats.sheets.reading import SheetReading
from queue_server.content.formats.telling import LANGUAGES, told
from queue_server.content.sources.runs import Run, words_of

_MOST_LINES = 1000


def report(
    run: Run, reading: SheetReading, fault: SheetError | None, when: datetime, language: str
) -> bytes:
    """Return the report as the bytes of a text file; ``when`` is in the hall's time."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    lines = list(_lines(run, reading, fault, when, language))
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _lines(
    run: Run, reading: SheetReading, fault: SheetError | None, when: datetime, language: str
) -> Iterator[str]:
    yield told(language, "sheet-title", file=line(run.what))
    yield told(language, "sheet-when", when=when.strftime("%Y-%m-%d %H:%M"))
    yield told(language, "sheet-from", source=run.source)
    yield told(
        language,
        "sheet-all",
        rows=run.rows,
        new=run.new,
        changed=run.changed,
        unchanged=run.unchanged,
        rejected=run.rejected,
    )
    if reading.columns:
        columns = (
            f"{line(title)} → {told(language, f'column-{name}')}"
            for name, title in reading.columns.items()
        )
        yield told(language, "sheet-columns", columns="；".join(columns))
    if reading.unused:
        unused = "；".join(line(title)[:40] for title in reading.unused[:40])
        yield told(language, "sheet-unknown", columns=unused)
    if reading.encoding:
        yield told(language, "sheet-encoding", encoding=reading.encoding)
    yield ""
    if fault is not None:
        yield told(language, f"sheet-fault-{fault.code}", **fault.values)
        yield ""
    yield from _listed("sheet-refused", run.refused, run.rejected, language)
    yield from _listed("sheet-remarked", run.remarks, run.remarked, language)
    clean = fault is None and not run.rejected and not run.remarked
    yield told(language, "sheet-good" if clean else "sheet-next")


def _listed(
    title: str, rows: tuple[Rejected, ...] | tuple[Remark, ...], count: int, language: str
) -> Iterator[str]:
    if not rows:
        return
    yield f"【{told(language, title)}】"
    for each in rows[:_MOST_LINES]:
        yield told(language, "sheet-row", row=each.row, why=words_of(each)[language])
    if (more := count - len(rows[:_MOST_LINES])) > 0:
        yield told(language, "sheet-more", count=more)
    yield ""
