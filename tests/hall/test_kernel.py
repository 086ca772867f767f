"""Clock, ids, retry, texts, logs and the command's root."""

import asyncio
import io
import itertools
import json
import logging
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hall import cli
from hall.clock import ManualClock
from hall.errors import HallError
from hall.ids import uuid7
from hall.logs import redact, set_up_logging
from hall.retry import backoff
from hall.texts import Texts

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


async def test_sleepers_wake_in_the_order_of_their_deadlines(clock: ManualClock) -> None:
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.monotonic()))

    tasks = [
        asyncio.ensure_future(sleeper(n, s)) for n, s in (("late", 5), ("early", 2), ("never", 60))
    ]
    await clock.advance(10)

    assert woken == [("early", 2), ("late", 5)]
    assert clock.now() == START + timedelta(seconds=10)
    tasks[2].cancel()


async def test_a_stepped_wall_clock_moves_no_duration(clock: ManualClock) -> None:
    clock.step(-3600)

    assert clock.now() == START - timedelta(hours=1)
    assert clock.monotonic() == 0


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=20, unique=True))
def test_ids_sort_by_the_instant_they_were_born(millis: list[int]) -> None:
    instants = [START + timedelta(milliseconds=ms) for ms in sorted(millis)]
    made = [uuid7(instant) for instant in instants]

    assert made == sorted(made)
    assert all(
        uuid.UUID(one).version == 7 and uuid.UUID(one).variant == uuid.RFC_4122 for one in made
    )


def test_waiting_grows_to_its_cap_and_stays_there() -> None:
    waits = list(itertools.islice(backoff(1, 8, jitter=0), 6))

    assert waits == [1, 2, 4, 8, 8, 8]


def test_a_message_has_a_written_and_a_spoken_form_with_typed_values() -> None:
    texts = Texts(
        "zh-CN",
        ["number = 您的号码 {$number}\n    .spoken = 您的号码，{TICKET($number)}\nplain = 首页\n"],
        {"TICKET": lambda number: "、".join(str(number))},
    )

    assert texts.written("number", number="A17") == "您的号码 A17"
    assert texts.spoken("number", number="A17") == "您的号码，A、1、7"
    assert texts.spoken("plain") == "首页"
    assert texts.attribute("plain", "hint") is None


def test_thousands_stand_without_a_separator_and_plurals_still_work() -> None:
    texts = Texts("en", ["jobs = { $n ->\n    [one] {$n} job\n   *[other] {$n} jobs\n }\n"])

    assert texts.written("jobs", n=18583) == "18583 jobs"
    assert texts.written("jobs", n=1) == "1 job"


def test_a_message_finds_the_terms_and_messages_it_refers_to_wherever_they_stand() -> None:
    texts = Texts(
        "en",
        ["first = {second} at {-hall}\nsecond = {$n ->\n   *[other] {third}\n }\n",
         "third = Loop {first-aid}\nfirst-aid = !\n-hall = the hall\nthird = not this\n"],
    )  # fmt: skip
    assert texts.written("first", n=2) == "Loop ! at the hall"
    assert "third" in texts
    assert "hall" not in texts


def test_an_unknown_message_or_a_missing_value_is_an_error_not_an_empty_label() -> None:
    texts = Texts("en", ["ahead = {$count} people ahead\n"])

    with pytest.raises(HallError, match="no message 'nothing'"):
        texts.written("nothing")
    with pytest.raises(HallError, match="ahead"):
        texts.written("ahead")


def test_identity_and_phone_numbers_never_reach_the_log() -> None:
    said = redact("证件 11010519491231002X 手机 13800138000 号码 A017 时间 20261123094200")

    assert said == "证件 [id] 手机 [phone] 号码 A017 时间 20261123094200"


def test_log_lines_are_json_with_secrets_masked(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logging(human=False)
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    try:
        logging.getLogger("hall.test").info(
            "ticket called", extra={"ticket": "A017", "token": "abc"}
        )
    finally:
        root.handlers[:], root.level = before

    line = json.loads(stream.getvalue())
    assert (line["event"], line["ticket"], line["token"], line["level"]) == (
        "ticket called",
        "A017",
        "[secret]",
        "info",
    )


@pytest.mark.parametrize("human", [False, True])
def test_s_29_no_text_begins_a_line_of_its_own_or_steers_a_terminal(*, human: bool) -> None:
    forged = "li\r\n2026 signed in\x1b[2J\x9b31m\x85\u2028\u202eadmin\x00\x08"
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logging(human=human)
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    try:
        logging.getLogger("hall.test").warning("refused %s", forged, extra={"user": forged})
        try:
            raise HallError("call 13800138000 back")
        except HallError:
            logging.getLogger("hall.test").exception("failed")
    finally:
        root.handlers[:], root.level = before
    line, _, rest = stream.getvalue().partition("\n")
    for sign in ("\r", "\x1b[2J", "\x9b", "\x85", "\u2028", "\u202e", "\x00", "\x08"):
        assert sign not in stream.getvalue()
    assert "2026 signed in" in line
    assert "13800138000" not in rest
    if not human:
        told = json.loads(line)
        assert (told["event"], told["user"]) == (f"refused {forged}", forged)
        assert len(rest.splitlines()) == 1


def test_the_command_lists_every_role_and_help_loads_no_window_toolkit() -> None:
    answer = CliRunner().invoke(cli.root, ["--help"])

    assert answer.exit_code == 0
    for role in (
        "server",
        "kiosk",
        "display",
        "printer",
        "voice",
        "config",
        "content",
        "demo",
        "test",
        "doctor",
    ):
        assert f"\n  {role} " in answer.output


def test_a_wrong_site_ends_the_command_with_4_and_a_remedy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["config", "check", "/absent/site.toml"])

    assert ended.value.code == 4
    assert "Check the path" in capsys.readouterr().err
