import re
from datetime import UTC, datetime
from typing import get_args

import pytest

from printer.port import PrinterStatus
from printer.spool import Job, State
from printer.telling import cause_in_words, job_line, trouble
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
