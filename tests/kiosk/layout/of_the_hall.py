"""Visits that stand on the hall's own screens: telling, the way, pages."""

from datetime import UTC, datetime, timedelta

from kiosk.flow.telling import Telling
from kiosk.flow.visit import Search, Visit, Wishing
from queue_server import wire

AT = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
RECEIPT = wire.FeedbackReceipt(
    id="f1", reference="4829135701", code="7Q4M9XK20ABC", kind="complaint", at=AT,
    url="http://127.0.0.1:8090/f/7Q4M9XK20ABC", first_by=AT + timedelta(hours=8),
)  # fmt: skip
KEPT = wire.FeedbackReceipt(
    id="", reference="4829135701", code="7Q4M9XK20ABC", kind="complaint", at=AT,
    url="http://127.0.0.1:8090/f/7Q4M9XK20ABC",
)  # fmt: skip
STATUS = wire.FeedbackStatus(
    reference="4829135701", kind="complaint", state="answered", at=AT,
    replies=(
        wire.FeedbackReply(
            at=AT, final=False,
            text="谢谢您告诉我们。坡道的问题已经转给物业，三天内来修，修好以前请走东门。",
        ),
    ),
)  # fmt: skip
WHOLE = Telling(
    about="access", points=frozenset({"ramp", "toilet", "paving"}), contact="13800138000",
    may_publish=True,
)  # fmt: skip


WISHED = Search(chosen=(("occupation", "cleaning", "保洁家政"), ("pay_min", "3000", "3000 元以上")))
NEED = wire.NeedReceipt(id="n1", reference="4829135701", at=AT, until=AT + timedelta(days=90))
MATCHES = tuple(
    wire.Match(
        item=wire.ContentItem(id=f"j{n}", kind="job", title="盲人按摩师（可居家办公）", summary=""),
        score=90,
        reasons=(
            wire.Label(value="a", names={"zh-CN": "收肢体残疾三级", "en": "Open to level three"}),
            wire.Label(value="b", names={"zh-CN": "工资够您要的", "en": "Pays what you wish"}),
        ),
    )
    for n in range(9)
)


NOTICE = wire.Notice(
    id="n1", level="important",
    text={
        "zh-CN": "今天下午停电，三点以后不办业务，请您明天再来，给您带来不便请您原谅。",
        "en": "The power is off this afternoon: no service after three. Come tomorrow.",
    },
)  # fmt: skip


def visits_of_the_hall() -> dict[str, Visit]:
    """Every screen of the hall's own, some twice."""
    return {
        "tell": Visit(step="tell"),
        "tell-about": Visit(step="tell-about"),
        "tell-points": Visit(step="tell-points", telling=WHOLE),
        "tell-points-few": Visit(step="tell-points", telling=Telling(about="waiting")),
        "rate": Visit(step="rate", telling=Telling(kind="rating", score=4)),
        "asked": Visit(step="asked", telling=Telling(kind="questionnaire")),
        "tell-check": Visit(step="tell-check", telling=WHOLE, own_words="门口的坡道太陡" * 3),
        "tell-check-bare": Visit(step="tell-check", telling=Telling(about="other"), busy=True),
        "tell-check-rated": Visit(step="tell-check", telling=Telling(kind="rating", score=2)),
        "tell-phone": Visit(step="tell-phone", typed="13800138000"),
        "tell-phone-empty": Visit(step="tell-phone"),
        "tell-done": Visit(
            step="tell-done", slip="printed", telling=Telling(receipt=RECEIPT, sent="sent")
        ),
        "tell-done-kept": Visit(
            step="tell-done", slip="out", telling=Telling(receipt=KEPT, sent="kept")
        ),
        "tell-thanks": Visit(step="tell-done", telling=Telling(kind="rating", sent="kept")),
        "status-pad": Visit(step="status-pad", typed="482913"),
        "status": Visit(step="status", telling=Telling(status=STATUS)),
        "status-unknown": Visit(step="status"),
        "way": Visit(step="way"),
        "way-last": Visit(step="way", page=99),
        "way-to": Visit(step="way-to", bound_for="w3"),
        "way-to-far": Visit(step="way-to", bound_for="w1", slip="out"),
        "way-to-plan": Visit(step="way-to", bound_for="w5", page=99),
        "way-to-toilet": Visit(step="way-to", bound_for="toilet", page=99),
        "wish-consent": Visit(step="wish-consent"),
        "wish": Visit(step="wish", search=WISHED),
        "wish-bare": Visit(step="wish"),
        "wish-matches": Visit(step="wish-matches", wishing=Wishing(matches=MATCHES)),
        "wish-none": Visit(step="wish-matches"),
        "wish-done": Visit(
            step="wish-done", slip="out", search=WISHED, wishing=Wishing(receipt=NEED)
        ),
        "wish-erased": Visit(step="wish-done"),
        "wish-withdraw": Visit(step="wish-withdraw", typed="4829", wishing=Wishing(unknown=True)),
        "pages": Visit(step="pages"),
        "page": Visit(step="page", reading="promise"),
    }
