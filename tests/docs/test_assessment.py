"""The template of the impact assessment says what the program does, in both languages."""

from pathlib import Path

from config.visiting import Feedback, NeedRegistry
from queue_server.service.booking import _KEPT as BOOKING_KEPT
from queue_server.service.feedback.rules import CONTACT_KEPT
from queue_server.store.records import NEEDS_KEPT

PAGE = Path(__file__).parents[2] / "docs/operator/impact-assessment.md"


def test_s_32_the_times_in_the_impact_assessment_are_the_program_s() -> None:
    text = PAGE.read_text("utf-8")
    chinese, _, english = text.partition("\n# Impact assessment\n")
    hours = int(NEEDS_KEPT.total_seconds()) // 3600
    needs, told = NeedRegistry().keep_days, Feedback().keep_days
    for line in (
        f"办结 {hours} 小时后", f"{needs} 天（`[needs] keep_days`）",
        f"{told} 天（`[feedback] keep_days`）", f"办结 {CONTACT_KEPT.days} 天后",
        f"预约时间 {BOOKING_KEPT.days} 天后", "至少保存三年",
    ):  # fmt: skip
        assert line in chinese, line
    for line in (
        f"{hours} hours after the visit", f"{needs} days (`[needs] keep_days`)",
        f"{told} days (`[feedback] keep_days`)", f"{CONTACT_KEPT.days} days after it was closed",
        f"{BOOKING_KEPT.days} days after the time", "keep until (three years)",
    ):  # fmt: skip
        assert line in english, line
