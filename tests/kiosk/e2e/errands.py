"""The robots' errands in the real hall: what must be so there before, and what is heard there.

The same journeys as on the virtual clock; the hall's own numbers stand in for the ones of the
hall in hand.
"""

import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from queue_server.content.disability import category_mask
from tests.kiosk.e2e.running import HALL90, Kiosk
from tests.kiosk.hall_in_hand import job
from tests.kiosk.robots.journeys import Journey

HEARD_THERE: Mapping[str, str] = {
    "诶零幺七.*诶零幺七": "您的号码，.*再说一遍",
    "诶零幺七": "您的号码，.*再说一遍",
    "前面还有五个人": "正在等候",
    "回执号码，四八二": "回执号码，",
    "登记号码，四八二": "登记号码，",
    "每月三千二百到四千元.*适合您：单位写明收视力残疾": "单位写明招收视力残疾一级",
}
"""What is heard of numbers that the hall itself gives."""

NOT_HERE = (
    "take a ticket, the printer out of paper",
    "check in with an appointment",
    "find work by a word, on twelve keys",
    "find work by a word, in pinyin letters",
    "come upon handwriting, and spell instead",
)
"""Walked on the virtual clock only: a printer that runs dry, an hour at which a booking is due, and
words that a dictionary or a hall's own content must have."""

_JOBS = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Errands:
    """The real hall, made ready for one errand after another."""

    kiosk: Kiosk

    def bring_content(self) -> None:
        """Bring in the jobs, the course, the policy and the fair the journeys are about."""
        rows: list[dict[str, Any]] = []
        for kind, count in (("job", _JOBS), ("training", 1), ("policy", 1), ("fair", 1)):
            rows += [_row(kind, place) for place in range(count)]
        file = self.kiosk.folder / "content.jsonl"
        file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in rows), "utf-8")
        subprocess.run(
            [*HALL90, "content", "import", str(file), "--source", "t", "--format", "hall90",
             "--data", str(self.kiosk.folder / "hall")],
            check=True, capture_output=True,
        )  # fmt: skip

    def ready(self, journey: Journey) -> Journey:
        """Make the hall ready for an errand; return it with the numbers that hold there."""
        prepare = _BEFORE.get(journey.name)
        digits = prepare(self.kiosk) if prepare else ""
        steps = journey.steps
        if digits:
            steps = tuple(f"#{digits}" if step.startswith("#") else step for step in steps)
        answers = _ANSWERS.get(journey.name, {})
        steps = tuple(one for step in steps for one in answers.get(step, (step,)))
        return replace(journey, steps=steps, heard=HEARD_THERE.get(journey.heard, journey.heard))


_ANSWERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "take a ticket and give it up": {"^取消，诶零幺七": ("^取消，诶",)},
    "answer the hall's questions": {
        "^好，": ("^办成了",),
        "^不好": ("^不清楚",),
        "^送出": ("^方便", "^送出"),
    },
}
"""Steps that go otherwise in the real hall: it has one question more."""


def _row(kind: str, place: int) -> dict[str, Any]:
    told = job(place, kind)
    row: dict[str, Any] = {
        "kind": kind, "id": told.id, "source": "t", "title": told.title,
        "summary": told.summary, "paragraphs": list(told.description), "region": "150000",
        "published_at": f"2026-11-{20 - place:02}T01:00:00Z",
    }  # fmt: skip
    if kind == "job":
        row |= {
            "employer": told.employer, "place": told.place, "pay_min": told.pay_min,
            "pay_max": told.pay_max, "occupation": "cleaning",
            "disability": category_mask("visual"), "disability_text": "视力残疾",
        }  # fmt: skip
    if kind == "fair":
        row |= {"related": ["t:job-1", "t:job-2"]}
    return row


def _ticket(kiosk: Kiosk, *, away: bool = False) -> str:
    """Issue a ticket at the desk; return the digits of its number."""
    issued = kiosk.tell(
        "/api/v1/tickets", "reception", {"service": "unemployment", "channel": "reception"}
    )
    if away:
        kiosk.tell(f"/api/v1/tickets/{issued['id']}/step-away", "reception", {})
    return str(issued["number"])[1:]


def _complaint(kiosk: Kiosk) -> str:
    """Let somebody complain and be answered; return the number of the receipt."""
    told = kiosk.tell(
        "/api/v1/feedback", "kiosk", {"kind": "complaint", "about": "access", "points": ["ramp"]}
    )
    kiosk.tell(f"/api/v1/feedback/{told['id']}/replies", "admin", {"text": "坡道三天内来修。"})
    return str(told["reference"])


def _need(kiosk: Kiosk) -> str:
    """Register a need; return its number."""
    told = kiosk.tell(
        "/api/v1/needs", "kiosk", {"wishes": {"occupations": ["cleaning"]}, "consent": "1"}
    )
    return str(told["reference"])


def _notice(kiosk: Kiosk) -> str:
    kiosk.tell("/api/v1/notices", "admin", {"text": {"zh-CN": "周五上午有招聘会。"}})
    return ""


_BEFORE: Mapping[str, Callable[[Kiosk], str]] = {
    "check my ticket": _ticket,
    "step away from the line": _ticket,
    "ask for the ticket on paper again": _ticket,
    "come back to the line": lambda kiosk: _ticket(kiosk, away=True),
    "ask what became of a complaint": _complaint,
    "erase a registered need": _need,
    "hear the hall's notices": _notice,
}
