"""What staff are told of a printer and its papers: what is wrong, and what to do, likeliest first.

One wording for the console, the doctor and the command line.
"""

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A status as the hall server keeps it (``POST /api/v1/devices/status``)."""

    state: Literal["ok", "warning", "failed", "unknown"]
    cause: str


_REPORTS: dict[PrinterStatus, Report] = {
    "ready": Report(state="ok", cause=""),
    "low": Report(state="warning", cause="paper_low"),
    "out": Report(state="failed", cause="paper_out"),
    "cover": Report(state="failed", cause="cover_open"),
    "cutter": Report(state="failed", cause="cutter"),
    "hot": Report(state="warning", cause="head_hot"),
    "fault": Report(state="failed", cause="fault"),
    "offline": Report(state="failed", cause="offline"),
    "unreachable": Report(state="failed", cause="unreachable"),
    "unknown": Report(state="unknown", cause="no_answer"),
    "none": Report(state="unknown", cause="write_only"),
}
POWER_CUT = Report(state="warning", cause="power_cut")
"""Told after a restart while the spool has a paper of which nobody knows whether it came out."""


def report(status: PrinterStatus) -> Report:
    """Return what the hall is told of a status; never ``ok`` without an answer."""
    return _REPORTS[status]


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
