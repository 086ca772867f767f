"""People can see which tickets a kiosk issued alone, also while it runs."""

import json
from pathlib import Path

from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.doctor import _alone
from kiosk.durable import DurableLines
from kiosk.folder import JOURNAL
from kiosk.journal import TicketJournal, Told
from tests.kiosk.alone.test_alone import entry


def lines(folder: Path, *options: str) -> list[str]:
    told = CliRunner().invoke(kiosk, ["tickets", "--data", str(folder), *options])
    assert told.exit_code == 0, told.output
    return told.output.splitlines()


def test_every_ticket_is_listed_with_what_the_hall_made_of_it(tmp_path: Path) -> None:
    assert lines(tmp_path) == []
    journal = TicketJournal(tmp_path / JOURNAL)
    for key, number in (("a", "A9101"), ("b", "A9102"), ("c", "A9103")):
        journal.add(entry(key, number, "2026-11-23"))
    journal.add(Told(key="a", outcome="accepted", epoch="e"))
    journal.add(Told(key="b", outcome="refused", epoch="e", code="unknown_service"))
    shown = lines(tmp_path)
    assert [line.split()[1] for line in shown] == ["A9101", "A9102", "A9103"]
    assert "accepted" in shown[0]
    assert "unknown_service" in shown[1]
    assert "not told" in shown[2]
    data = [json.loads(line) for line in lines(tmp_path, "--json")]
    assert [each["outcome"] for each in data] == ["accepted", "refused", None]
    journal.close()


def test_a_line_of_another_version_hides_no_ticket_from_people_or_the_doctor(
    tmp_path: Path,
) -> None:
    file = DurableLines(tmp_path / JOURNAL)
    file.append(b'{"type":"of another version"}')
    file.close()
    journal = TicketJournal(tmp_path / JOURNAL)
    journal.add(entry("a", "A9101", "2026-11-23"))
    journal.close()
    assert [line.split()[1] for line in lines(tmp_path)] == ["A9101"]
    assert _alone(tmp_path).what.endswith("yet: 1.")


def test_the_doctor_tells_of_tickets_that_wait_and_of_folders_that_cannot_be_written(
    tmp_path: Path,
) -> None:
    assert _alone(tmp_path / "kiosk").severity == "good"
    journal = TicketJournal(tmp_path / JOURNAL)
    journal.add(entry("a", "A9101", "2026-11-23"))
    journal.close()
    waiting = _alone(tmp_path)
    assert waiting.severity == "soon"
    assert waiting.what.endswith("yet: 1.")
