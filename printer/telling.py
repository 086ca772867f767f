"""What staff are told of a printer and its papers: what is wrong, and what to do, likeliest first.

One wording for the console, the doctor and the command line.
"""

from dataclasses import dataclass

from hall.findings import Severity
from printer.port import Cause, PrinterStatus
from printer.spool import Job
from printer.wording import printer_texts

_SEVERITY: dict[PrinterStatus, Severity] = {
    "ready": "good",
    "none": "information",
    "low": "soon",
    "hot": "soon",
    "unknown": "soon",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A printer's status in words. ``remedy`` is empty where there is nothing to do."""

    status: PrinterStatus
    severity: Severity
    what: str
    remedy: str


def trouble(status: PrinterStatus, language: str) -> Trouble:
    """Return a status in a language's words; what stops tickets has the severity ``stops``."""
    texts = printer_texts(language)
    return Trouble(
        status=status,
        severity=_SEVERITY.get(status, "stops"),
        what=texts.written(f"status-{status}"),
        remedy=texts.attribute(f"status-{status}", "remedy") or "",
    )


def cause_in_words(cause: Cause, language: str) -> str:
    """Return why a paper was not confirmed, or nothing where it was."""
    texts = printer_texts(language)
    if cause in ("", "lost", "power"):
        return texts.written(f"cause-{cause}") if cause else ""
    return texts.written(f"status-{cause}")


def job_line(job: Job, language: str) -> str:
    """Return one job as a line: number, UTC time, title, what became of it and why."""
    texts = printer_texts(language)
    result = texts.written(f"job-{job.state.replace('_', '-')}")
    why = cause_in_words(job.cause, language)
    told = f"{result}: {why}" if why else result
    return f"{job.id:>5}  {job.at:%Y-%m-%d %H:%M:%SZ}  {job.title:<20} {told}"
