"""Calling: the clerks by keyboard, the sign, the voice in the hall, and those who do not come."""

import json
import shutil
import wave
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from hall.demo.clerk import Browsers
from hall.demo.day import Day
from hall.demo.waiting import pause, wait_for

_BRIGHT = 120
"""Grey level above which a dot of a sign is lit."""
_AUDIBLE = 500
"""Largest sample a silent 16-bit recording may have."""


_OTHERS = (
    ("placement", ()),
    ("assistance", ("slow_walker",)),
    ("guidance", ()),
    ("consulting", ("hard_of_hearing",)),
    ("placement", ("wheelchair",)),
    ("policy", ()),
    ("training", ("easy_read",)),
    ("assistance", ("elder",)),
)


@dataclass(slots=True, kw_only=True)
class Missing:
    """A visitor who was called and does not come; ``problem`` is what an early no-show met."""

    number: str
    problem: dict[str, Any] = field(default_factory=dict)


def open_windows(day: Day, browsers: Browsers) -> None:
    """Let each clerk sign in and open the window, by keyboard."""
    for name in ("wang", "li"):
        clerk = browsers.clerk(name, day.scene.url)
        clerk.sign_in()
        clerk.open_window()
        day.clerks[name] = clerk


def call(day: Day) -> list[str]:
    """Call the blind visitor at window 3."""
    clerk = day.clerks["wang"]
    clerk.sees(day.blind_number)
    others_arrive(day)
    clerk.key("1")
    wait_for(
        f"{day.blind_number} is called",
        lambda: day.ticket(day.blind_number)["state"] == "CALLED",
    )
    clerk.may("arrive")
    picture = clerk.picture(day.folder / "screens" / "staff-called.png")
    if day.blind_number not in clerk.text():
        raise AssertionError("the staff page does not show the number it called")
    return day.relative(picture)


def sign(day: Day) -> list[str]:
    """Look at the window's sign, and at what the agent reported of it."""
    delivered = _delivered(day, "sign-w3", "shown")
    source = day.folder / "signs" / "sign-w3.png"
    wait_for("the sign is lit", lambda: _lit(source), within=10)
    kept = source.with_name("sign-w3-call.png")
    shutil.copyfile(source, kept)
    return [*day.relative(kept), day.note("delivery-sign.json", _json(delivered))]


def announce(day: Day) -> list[str]:
    """Hear the call: chime, then the number twice, and a recording that is not silent."""
    spoken = _delivered(day, "voice", "spoken", within=60)
    lines = [line for line in day.announcements() if line["cause"] == "call"]
    chime = [line for line in lines if line["earcon"]]
    words = [line["spoken"] for line in lines if line["event"] == "start" and line["spoken"]]
    if not chime:
        raise AssertionError("no chime came before the call")
    said = "".join(words)
    if said.count("号窗口") < 2:
        raise AssertionError(f"the call was not spoken twice: {words}")
    recording = _loudest(day.folder / "speech")
    return [
        "announcements.jsonl",
        *day.relative(recording),
        day.note("delivery-voice.json", _json(spoken)),
    ]


def recall(day: Day) -> list[str]:
    """Call again at window 3; the number of calls grows and the sign shows it anew."""
    clerk = day.clerks["wang"]
    before = day.ticket(day.blind_number)["call_no"]
    clerk.may("recall", within=15)
    clerk.key("2")
    wait_for("the call is repeated", lambda: day.ticket(day.blind_number)["call_no"] > before)
    picture = clerk.picture(day.folder / "screens" / "staff-recalled.png")
    clerk.key("3")
    wait_for("the visitor is served", lambda: day.ticket(day.blind_number)["state"] == "SERVING")
    return day.relative(picture)


def begin_no_show(day: Day) -> str:
    """Call a visitor who will not come, twice, at window 1; return the number."""
    clerk = day.clerks["li"]
    number = issue(day, "employment")
    clerk.sees(number)
    clerk.key("1")
    wait_for("it is called", lambda: day.ticket(number)["state"] == "CALLED")
    clerk.may("recall", within=15)
    pause(5.5)  # the hall's least time between two calls
    clerk.key("2")
    wait_for("it is called again", lambda: day.ticket(number)["call_no"] >= 2)
    return number


def refuse_early_no_show(day: Day, number: str) -> dict[str, Any]:
    """Ask for a no-show before the grace has passed: it is refused and changes nothing."""
    ticket = day.ticket(number)
    answer = day.scene.api("POST", f"/api/v1/tickets/{ticket['id']}/no-show", "supervisor", json={})
    problem: dict[str, Any] = answer.json()
    if answer.status_code != 409 or problem.get("code") != "grace_running":
        raise AssertionError(f"an early no-show was not refused: {answer.status_code} {problem}")
    if day.ticket(number)["version"] != ticket["version"]:
        raise AssertionError("a refused no-show changed the ticket")
    return problem


def finish_no_show(day: Day, missing: Missing) -> list[str]:
    """Record the no-show once the grace has passed."""
    number = missing.number
    clerk = day.clerks["li"]
    clerk.may("no-show", within=90)
    picture = clerk.picture(day.folder / "screens" / "staff-no-show.png")
    clerk.key("5")
    wait_for("it is missed", lambda: day.ticket(number)["state"] == "MISSED")
    evidence = {"number": number, "early": missing.problem, "after": day.ticket(number)}
    return [*day.relative(picture), day.note("no-show.json", _json(evidence))]


def transfer(day: Day) -> list[str]:
    """Send the served visitor on to another service; the number stays."""
    clerk = day.clerks["wang"]
    before = day.ticket(day.blind_number)
    clerk.key("7")
    clerk.page.wait_for_selector("dialog[open]")
    picture = clerk.picture(day.folder / "screens" / "staff-transfer.png")
    clerk.choose_transfer("policy")
    wait_for(
        "the ticket waits for the other service",
        lambda: day.ticket(day.blind_number)["service"] == "policy",
    )
    after = day.ticket(day.blind_number)
    if (after["id"], after["number"], after["state"]) != (
        before["id"],
        before["number"],
        "WAITING",
    ):
        raise AssertionError(f"the transfer changed more than the service: {after}")
    return [*day.relative(picture), day.note("transfer.json", _json([before, after]))]


def finish(day: Day) -> list[str]:
    """Serve whoever is next to the end."""
    clerk = day.clerks["wang"]
    clerk.may("call-next")
    clerk.key("1")
    number = wait_for("somebody is called", lambda: _at_window(day, "w3"))
    clerk.may("arrive")
    clerk.key("3")
    wait_for("served", lambda: day.ticket(number)["state"] == "SERVING")
    clerk.may("finish")
    clerk.key("4")
    wait_for("done", lambda: day.ticket(number)["state"] == "DONE")
    picture = clerk.picture(day.folder / "screens" / "staff-finished.png")
    return [*day.relative(picture), day.note("finished.json", _json(day.ticket(number)))]


def _at_window(day: Day, window: str) -> str | None:
    windows = day.scene.api("GET", "/api/v1/windows").json()["items"]
    return next((one["ticket_number"] for one in windows if one["id"] == window), None)


def others_arrive(day: Day) -> None:
    """Let more visitors take tickets, so that there is a line."""
    for service, needs in _OTHERS:
        issue(day, service, needs)


def issue(day: Day, service: str, needs: Sequence[str] = ()) -> str:
    """Take a ticket as another kiosk would."""
    answer = day.scene.api(
        "POST",
        "/api/v1/tickets",
        "kiosk",
        json={
            "service": service,
            "needs": list(needs),
            "languages": ["zh-CN"],
            "channel": "kiosk",
        },
        headers={"Idempotency-Key": f"demo-{service}-{len(day.issued)}"},
    )
    answer.raise_for_status()
    ticket = answer.json()
    day.issued[ticket["id"]] = ticket["number"]
    return str(ticket["number"])


def _delivered(day: Day, sink: str, outcome: str, within: float = 20) -> dict[str, Any]:
    """Return the delivery of a sink as the server's journal tells it."""

    def look() -> dict[str, Any] | None:
        rows = day.journal()
        return next(
            (
                row
                for row in rows
                if row["kind"] == "delivery"
                and sink in row["data"]["sink"]
                and row["data"]["outcome"] == outcome
            ),
            None,
        )

    return wait_for(f"{sink} reports {outcome}", look, within=within, every=0.3)


def _lit(path: Path) -> bool:
    if not path.exists():
        return False
    with Image.open(path) as picture:
        histogram = picture.convert("L").histogram()
    return any(histogram[_BRIGHT:])


def _loudest(folder: Path) -> Path:
    """Return the recording with the largest sample; raises AssertionError when all are silent."""
    peaks = {path: _peak(path) for path in folder.glob("*.wav")}
    if not peaks or max(peaks.values()) < _AUDIBLE:
        raise AssertionError(f"the recordings are silent: {peaks}")
    return max(peaks, key=lambda path: peaks[path])


def _peak(path: Path) -> int:
    with wave.open(str(path)) as recording:
        frames = recording.readframes(recording.getnframes())
    samples = memoryview(frames[: len(frames) // 2 * 2]).cast("h")
    return max((abs(sample) for sample in samples), default=0)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
