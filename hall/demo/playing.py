"""One visitor day, step by step, through the real interfaces."""

import time
from collections.abc import Callable
from pathlib import Path

from hall.demo import calls, disaster, opening, visits
from hall.demo.clerk import Browsers
from hall.demo.day import Day
from hall.demo.follower import Follower
from hall.demo.picture import compose
from hall.demo.report import Report
from hall.demo.scene import Scene
from hall.demo.screen import Screen
from hall.demo.waiting import pause

_PANEL = (1080, 1920)


def play(folder: Path, *, minutes: float = 0) -> bool:
    """Play the day and leave its evidence in ``folder``; returns whether every step held.

    With ``minutes`` the hall goes on that long after the last step, at most.
    """
    report = Report(folder)
    scene = Scene(folder=folder)
    screen = Screen(*_PANEL, folder=folder / "data")
    day = Day(scene=scene, report=report, screen=screen)
    try:
        _morning(day)
        _visitors(day)
        _with_clerks(day)
        _rest(day, minutes)
    finally:
        if day.follower is not None:
            day.follower.close()
        scene.stop()
        screen.close()
    held = report.write()
    if held:
        compose(folder)
    return held


def _morning(day: Day) -> None:
    _run(day, "setup", opening.set_up)
    _run(day, "server", opening.start_server)
    if day.report.passed("server"):
        day.follower = Follower(
            day.scene.url, day.scene.tokens["supervisor"], day.folder / "journal.jsonl"
        )
    _run(day, "import", opening.import_content)
    _run(day, "kiosk", opening.start_kiosk)


def _visitors(day: Day) -> None:
    _run(day, "blind_ticket", visits.blind_ticket)
    _run(day, "print", visits.printed)
    _run(day, "touch_job", visits.touch_job)


def _with_clerks(day: Day) -> None:
    browsers = Browsers()
    try:
        _calls(day, browsers)
        _run(day, "crash", disaster.crash)
    finally:
        browsers.close()
        day.clerks.clear()


def _calls(day: Day, browsers: Browsers) -> None:
    def call(day: Day) -> list[str]:
        calls.open_windows(day, browsers)
        return calls.call(day)

    _run(day, "call", call)
    _run(day, "sign", calls.sign)
    _run(day, "announce", calls.announce)
    if not day.report.passed("call"):
        return
    missing = calls.Missing(number=calls.begin_no_show(day))
    missing.problem = calls.refuse_early_no_show(day, missing.number)
    _run(day, "recall", calls.recall)
    _run(day, "transfer", calls.transfer)
    _run(day, "finish", calls.finish)
    _run(day, "no_show", lambda day: calls.finish_no_show(day, missing))


def _rest(day: Day, minutes: float) -> None:
    """Let the hall go on for a while, ticket after ticket, when asked to."""
    end = time.perf_counter() + 60 * minutes
    while time.perf_counter() < end and day.report.passed("crash"):
        calls.issue(day, "policy")
        pause(5)


def _run(day: Day, step_id: str, act: Callable[[Day], list[str]]) -> None:
    with day.report.step(step_id) as step:
        step.evidence += act(day)
