import re
from datetime import UTC, datetime
from typing import get_args

import pytest

from hall.texts import catalogue_source
from printer.port import PrinterStatus
from printer.spool import Job, State
from printer.telling import POWER_CUT, cause_in_words, job_line, report, trouble
from printer.wording import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_wrong_comes_with_what_to_do(language: str) -> None:
    for status in get_args(PrinterStatus):
        told = trouble(status, language)
        assert told.what
        assert bool(told.remedy) == (told.severity in ("soon", "stops")), status
    assert trouble("out", language).severity == "stops"
    assert trouble("low", language).severity == "soon"
    assert trouble("unknown", language).severity != "good"


def test_only_a_printer_that_answered_is_reported_as_well() -> None:
    reports = {status: report(status) for status in get_args(PrinterStatus)}

    assert [status for status, told in reports.items() if told.state == "ok"] == ["ready"]
    assert reports["low"].cause == "paper_low"
    assert len({told.cause for told in reports.values()}) == len(reports)


def test_staff_pages_have_words_for_every_cause() -> None:
    """The server has its own catalogue: it must know each code a kiosk may send."""
    causes = {report(status).cause for status in get_args(PrinterStatus)} - {"", "write_only"}
    for language in LANGUAGES:
        words = catalogue_source("queue_server", language)
        for cause in {*causes, POWER_CUT.cause}:
            assert f"device-cause-{cause} =" in words, cause


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_job_state_and_cause_has_words(language: str) -> None:
    at = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
    for state in get_args(State):
        line = job_line(
            Job(id=7, title="ticket A017", state=state, cause="power", at=at, ended=None), language
        )
        assert re.match(r" +7  2026-11-23 01:42:00Z  ticket A017 +\S", line)
    assert cause_in_words("", language) == ""
    for cause in ("lost", "power", "out"):
        assert cause_in_words(cause, language)
