"""Visitors at the kiosk: one by keypad and ear, one by touch from a wheelchair."""

import json
import re
import shutil
from pathlib import Path

from hall.demo.day import Day
from hall.demo.waiting import pause, wait_for

_LETTERS = {"诶": "A", "西": "C", "艾弗": "F", "艾尺": "H"}
_DIGITS = dict(zip("零幺二三四五六七八九", "0123456789", strict=True)) | {"一": "1"}


def blind_ticket(day: Day) -> list[str]:
    """Take a ticket without looking: only keys are pressed, only words are heard."""
    visitor = day.at_kiosk()
    visitor.presses = 0
    began = visitor.mark()
    visitor.press("Down")  # the first key only starts speech
    visitor.go_to("取号办事")
    pictures = [visitor.picture(day.folder / "screens" / "home-speech.png")]
    visitor.press("Return")
    visitor.go_to("失业登记")
    pictures.append(visitor.picture(day.folder / "screens" / "ticket-services.png"))
    visitor.press("Return")
    visitor.go_to("看不见")
    visitor.press("Return")
    pictures.append(visitor.picture(day.folder / "screens" / "ticket-needs.png"))
    visitor.press("numbersign")  # on to the confirmation
    pictures.append(visitor.picture(day.folder / "screens" / "ticket-confirm.png"))
    heard = visitor.mark()
    visitor.press("numbersign")  # take the ticket
    number = wait_for("the number is heard", lambda: spoken_number(visitor.heard(heard)), within=20)
    day.blind_number = number
    ticket = day.ticket(number)
    day.issued[ticket["id"]] = number
    pictures.append(visitor.picture(day.folder / "screens" / "ticket-issued.png"))
    story = {
        "number_heard": number,
        "ticket": ticket,
        "key_presses": visitor.presses,
        "heard": visitor.heard(began),
    }
    name = day.note("blind-ticket.json", json.dumps(story, ensure_ascii=False, indent=1))
    return ["speech.jsonl", name, *day.relative(*pictures)]


def spoken_number(heard: list[str]) -> str | None:
    """Return the ticket number that the words tell twice, as the visitor would write it down."""
    for said in heard:
        found = re.findall(r"(诶|西|艾弗|艾尺)\s*((?:[零幺一二三四五六七八九]\s*){3,4})", said)
        numbers = [
            _LETTERS[letter] + "".join(_DIGITS[digit] for digit in digits if digit in _DIGITS)
            for letter, digits in found
        ]
        if len(numbers) >= 2 and len(set(numbers)) == 1:
            return numbers[0]
    return None


def printed(day: Day) -> list[str]:
    """Find the blind visitor's ticket on paper."""
    folder = day.folder / "tickets"
    pictures = wait_for("the paper comes out", lambda: sorted(folder.glob("*.png")), within=20)
    picture = pictures[-1]
    data = picture.with_suffix(".bin")
    if b"\x1d\x72\x01" not in data.read_bytes():
        raise AssertionError("the ticket does not end by asking whether it came out")
    kept = folder / "blind-ticket.png"
    shutil.copyfile(picture, kept)
    wait_for(
        "the server knows that it was printed",
        lambda: day.ticket(day.blind_number)["print_state"] == "printed",
        within=20,
    )
    return day.relative(kept, data)


def touch_job(day: Day) -> list[str]:
    """Find a job by touch with every control below 90 cm."""
    visitor = day.at_kiosk()
    visitor.touch("首页")
    visitor.on("home")
    pictures = [visitor.picture(day.folder / "screens" / "home.png")]
    visitor.touch("低位操作")
    wait_for("90 cm mode is on", lambda: visitor.now()["modes"].get("reach"))
    pictures.append(visitor.picture(day.folder / "screens" / "home-90cm.png"))
    visitor.touch("找工作")
    pictures.append(visitor.picture(day.folder / "screens" / "work-facets-90cm.png"))
    visitor.touch("查看")
    visitor.on("results")
    pictures.append(visitor.picture(day.folder / "screens" / "work-results-90cm.png"))
    too_high = [
        node["id"]
        for node in visitor.nodes()
        if node["actions"] and not _reachable(node["bounds_mm"])
    ]
    if too_high:
        raise AssertionError(f"controls outside 380–900 mm: {too_high}")
    first = wait_for("a job is listed", lambda: visitor.find(lambda n: n["id"].startswith("row")))
    visitor.touch_id(first["id"])
    detail = visitor.on("detail")
    pictures.append(visitor.picture(day.folder / "screens" / "work-detail-90cm.png"))
    story = {"chosen": first["name"], "detail": [node["name"] for node in detail["nodes"]]}
    name = day.note("touch-job.json", json.dumps(story, ensure_ascii=False, indent=1))
    pictures += _other_looks(day)
    visitor.touch("首页")
    pause(0.3)
    return [name, *day.relative(*pictures)]


def _other_looks(day: Day) -> list[Path]:
    """Go on in another theme, the largest size and another language; keep what it looks like."""
    visitor = day.at_kiosk()
    folder = day.folder / "screens"
    visitor.touch("恢复高位")
    pictures = [visitor.picture(folder / "work-detail.png")]
    for key in ("c", "c"):
        visitor.screen.xdotool("key", key)
    for key in ("s", "s"):
        visitor.screen.xdotool("key", key)
    pictures.append(visitor.picture(folder / "work-detail-white-on-black-xl.png"))
    visitor.screen.xdotool("key", "l")
    pictures.append(visitor.picture(folder / "work-detail-english-xl.png"))
    visitor.screen.xdotool("key", "l")
    visitor.on("detail")
    for key in ("c", "c", "c", "s", "s"):
        visitor.screen.xdotool("key", key)
    pause(0.3)
    return pictures


def _reachable(bounds: dict[str, float]) -> bool:
    return bounds["bottom"] >= 380 and bounds["top"] <= 900
