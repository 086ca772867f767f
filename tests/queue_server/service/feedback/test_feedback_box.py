"""What visitors tell: taken down once, answered in time, published only with consent, erased."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from config.site import Hours, Site
from config.visiting import Feedback
from hall.clock import ManualClock
from hall.codes import code_of, digits_of
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.feedback.box import FeedbackBox
from queue_server.service.feedback.deadlines import final_by, first_by
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import PURGE_EVERY_S, Upkeep
from queue_server.store.loading import all_rows

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
BOSS = Actor(role="admin", name="boss", token_id="boss")
CLERK = Actor(role="staff", name="wang", token_id="wang", window="w3")
READER = Actor(role="reader", name="bi", token_id="bi")
TOLD = "等了一个小时，没有人管我"


@pytest.fixture
def box(hall: RunningHall) -> FeedbackBox:
    return FeedbackBox(hall)


async def complain(box: FeedbackBox, key: str = "a", **more: object) -> wire.FeedbackReceipt:
    asked: dict[str, object] = {"kind": "complaint", "about": "waiting", "text": TOLD}
    return await box.tell(KIOSK, wire.FeedbackRequest(**(asked | more)), key)  # type: ignore[arg-type]  # tests name its fields


async def refusal(doing: object) -> RuleError:
    with pytest.raises(RuleError) as told:
        await doing  # type: ignore[misc]  # a coroutine of any answer
    return told.value


def rows(hall: RunningHall, prefix: str = "feedback_") -> list[tuple[str, str]]:
    with hall.database.reading() as connection:
        told = list(all_rows(connection))
    return [(row.kind, row.data) for row in told if row.kind.startswith(prefix)]


async def test_a_receipt_follows_from_the_key_and_the_same_words_are_taken_once(
    box: FeedbackBox,
) -> None:
    receipt = await complain(box)
    assert (receipt.reference, receipt.code) == (digits_of("a"), code_of("a"))
    assert len(receipt.reference) == 10
    assert receipt.url.endswith(f"/f/{receipt.code}")
    assert await complain(box) == receipt
    assert len((await box.listed(BOSS)).items) == 1
    assert (await refusal(complain(box, text="anders"))).code == "key_reused"


async def test_s_25_no_key_somebody_chose_leads_to_what_another_told(box: FeedbackBox) -> None:
    receipt = await complain(box)
    other = Actor(role="kiosk", name="k2", token_id="k2")
    told = wire.FeedbackRequest(kind="complaint", about="waiting", text="anderes")
    assert (await refusal(box.tell(other, told, "a"))).code == "key_reused"
    assert (await box.status(KIOSK, receipt.reference)).at == receipt.at
    assert [each.text for each in (await box.listed(BOSS)).items] == [TOLD]
    # Who knows the key of the desk's or a phone's request knows nothing of its receipt.
    desk = await box.tell(CLERK, told, "b")
    assert desk.code != code_of("b")
    assert desk.reference != digits_of("b")
    assert await box.tell(CLERK, told, "b") == desk
    assert (await box.status_by_code(desk.code)).reference == desk.reference


async def test_s_25_the_receipt_of_a_rating_does_not_follow_from_its_ticket(
    box: FeedbackBox, hall: RunningHall
) -> None:
    asked = wire.TicketRequest(service="unemployment")
    ticket = (await hall.issue(KIOSK, asked, "t")).ticket.id
    rated = await box.rate(KIOSK, ticket, wire.RatingRequest(score=2))
    assert rated.code != code_of(f"rating:{ticket}")
    assert (await refusal(box.status_by_code(code_of(f"rating:{ticket}")))).code == (
        "unknown_feedback"
    )
    assert await box.rate(KIOSK, ticket, wire.RatingRequest(score=2)) == rated


async def test_an_interest_in_a_course_has_a_receipt_and_is_owed_an_answer(
    box: FeedbackBox,
) -> None:
    receipt = await complain(box, kind="interest", about="course", text="电工班 · c:1")
    assert receipt.first_by is not None
    [told] = (await box.listed(BOSS)).items
    assert (told.kind, told.text, told.final_by is not None) == ("interest", "电工班 · c:1", True)


async def test_what_became_of_it_is_told_by_number_and_by_code_without_the_words(
    box: FeedbackBox,
) -> None:
    receipt = await complain(box)
    digits = f"{receipt.reference[:3]} {receipt.reference[3:6]} {receipt.reference[6:]}"
    told = await box.status(KIOSK, digits)
    assert (told.state, told.replies) == ("received", ())
    await box.reply(BOSS, receipt.id, wire.ReplyRequest(text="我们查一下。"))
    await box.reply(BOSS, receipt.id, wire.ReplyRequest(text="加开了一个窗口。", final=True))
    told = await box.status_by_code(receipt.code.lower())
    assert told.state == "closed"
    assert [each.text for each in told.replies] == ["我们查一下。", "加开了一个窗口。"]
    assert all(each.by == "" for each in told.replies), "nobody is told who answered"
    assert TOLD not in repr(told)
    assert (await refusal(box.status(KIOSK, "0000000000"))).code == "unknown_feedback"
    again = box.reply(BOSS, receipt.id, wire.ReplyRequest(text="noch"))
    assert (await refusal(again)).code == "wrong_state"


async def test_only_those_who_answer_read_what_was_told(box: FeedbackBox) -> None:
    receipt = await complain(box, contact="13800138000")
    for who in (KIOSK, CLERK, READER):
        assert (await refusal(box.listed(who))).code == "forbidden"
        assert (await refusal(box.one(who, receipt.id))).code == "forbidden"
        answer = box.reply(who, receipt.id, wire.ReplyRequest(text="x"))
        assert (await refusal(answer)).code == "forbidden"
    told = await box.one(BOSS, receipt.id)
    assert (told.text, told.contact, told.channel) == (TOLD, "13800138000", "k1")


async def test_the_journal_tells_that_something_was_told_never_what(
    box: FeedbackBox, hall: RunningHall
) -> None:
    receipt = await complain(box, contact="13800138000")
    await box.reply(BOSS, receipt.id, wire.ReplyRequest(text="我们查一下。"))
    told = rows(hall)
    assert [kind for kind, _ in told] == ["feedback_received", "feedback_answered"]
    everything = " ".join(data for _, data in rows(hall, ""))
    for secret in (TOLD, "13800138000", receipt.code, "我们查一下"):
        assert secret not in everything


async def test_what_is_not_answered_the_same_day_is_late_and_told_once(
    box: FeedbackBox, hall: RunningHall, clock: ManualClock
) -> None:
    receipt = await complain(box)
    upkeep = Upkeep(hall, clock)
    assert receipt.first_by is not None
    await clock.advance((receipt.first_by - hall.now()).total_seconds() + 1)
    for _ in range(2):
        await upkeep.round()
        await clock.advance(PURGE_EVERY_S + 1)
    assert [kind for kind, _ in rows(hall)].count("feedback_late") == 1
    late = (await box.listed(BOSS, late=True)).items
    assert [each.id for each in late] == [receipt.id]


async def test_a_number_to_call_back_goes_thirty_days_after_the_end(
    box: FeedbackBox, hall: RunningHall, clock: ManualClock
) -> None:
    receipt = await complain(box, contact="13800138000")
    await box.reply(BOSS, receipt.id, wire.ReplyRequest(text="好了。", final=True))
    upkeep = Upkeep(hall, clock)
    await clock.advance(timedelta(days=29).total_seconds())
    await upkeep.round()
    assert (await box.one(BOSS, receipt.id)).contact == "13800138000"
    await clock.advance(timedelta(days=2).total_seconds())
    await upkeep.round()
    assert (await box.one(BOSS, receipt.id)).contact is None
    assert b"13800138000" not in _disk(hall)


def _disk(hall: RunningHall) -> bytes:
    with hall.database.reading() as connection:
        found = connection.exec_driver_sql("select data from documents").fetchall()
    return repr(found).encode()


async def test_only_what_its_teller_agreed_to_is_published_in_the_halls_words(
    box: FeedbackBox,
) -> None:
    words = wire.Publication(summary="有人等了很久", answer="加开了窗口")
    closed = await complain(box, "a")
    await box.reply(BOSS, closed.id, wire.ReplyRequest(text="好"))
    assert (await refusal(box.publish(BOSS, closed.id, words))).code == "forbidden"
    agreed = await complain(box, "b", may_publish=True)
    assert (await refusal(box.publish(BOSS, agreed.id, words))).code == "wrong_state"
    await box.reply(BOSS, agreed.id, wire.ReplyRequest(text="好", final=True))
    await box.publish(BOSS, agreed.id, words)
    (shown,) = (await box.published()).items
    assert (shown.summary, shown.answer) == ("有人等了很久", "加开了窗口")
    await box.publish(BOSS, agreed.id, None)
    assert (await box.published()).items == ()


async def test_a_rating_is_of_a_service_and_a_window_and_never_of_a_ticket(
    box: FeedbackBox, hall: RunningHall
) -> None:
    ticket = (await hall.issue(KIOSK, wire.TicketRequest(service="unemployment"), "t")).ticket
    await hall.window_open(CLERK, "w3")
    called = await hall.call_next(CLERK, "w3", "n")
    assert called is not None
    assert called.id == ticket.id
    await box.rate(KIOSK, ticket.id, wire.RatingRequest(score=5))
    (kept,) = (await box.listed(BOSS, kind="rating")).items
    assert (kept.score, kept.service, kept.window, kept.state) == (
        5, "unemployment", "w3", "closed",
    )  # fmt: skip
    assert ticket.id not in repr(kept)
    assert ticket.number not in repr(kept)
    stranger = Actor(role="phone", name="phone", token_id="t:x", ticket="x")
    rated = box.rate(stranger, ticket.id, wire.RatingRequest(score=1))
    assert (await refusal(rated)).code == "forbidden"


async def test_answers_are_counted_and_strange_ones_refused(box: FeedbackBox) -> None:
    for key, answer in (("1", "yes"), ("2", "yes"), ("3", "no")):
        told = wire.FeedbackRequest(kind="questionnaire", answers={"found": answer})
        await box.tell(KIOSK, told, key)
    await box.tell(KIOSK, wire.FeedbackRequest(kind="rating", score=4), "4")
    await complain(box, "5")
    today = date(2000, 1, 1), date(2100, 1, 1)
    counted = await box.summary(READER, *today)
    assert counted.answers == {"found": {"yes": None, "no": None}}, "three are few"
    assert counted.scores == {"4": None}
    assert (counted.kinds["questionnaire"], counted.open, counted.late) == (3, 1, 0)
    for asked in ({"found": "perhaps"}, {"strange": "yes"}, {}):
        told = wire.FeedbackRequest(kind="questionnaire", answers=asked)
        assert (await refusal(box.tell(KIOSK, told, "x"))).fields["field"] == "answers"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "complaint"}, "text"),
        ({"kind": "rating"}, "score"),
        ({"kind": "praise", "text": "好", "service": "strange"}, "service"),
    ],
)
async def test_what_says_nothing_is_refused_with_its_field(
    box: FeedbackBox, asked: dict[str, object], field: str
) -> None:
    told = box.tell(KIOSK, wire.FeedbackRequest(**asked), "k")  # type: ignore[arg-type]  # tests name its fields
    assert (await refusal(told)).fields["field"] == field


async def test_what_a_kiosk_took_down_alone_counts_from_when_it_was_told(
    box: FeedbackBox, hall: RunningHall
) -> None:
    before = hall.now() - timedelta(hours=3)
    receipt = await complain(box, at=before)
    assert receipt.at == before
    ahead = await complain(box, "b", at=hall.now() + timedelta(days=1))
    assert ahead.at <= hall.now(), "a kiosk's clock that is ahead promises nothing later"


async def test_open_ones_survive_a_restart(box: FeedbackBox, hall: RunningHall) -> None:
    receipt = await complain(box)
    await hall.aclose()
    again = RunningHall(hall.settings, hall.database, hall.clock)
    again.open()
    assert (await FeedbackBox(again).status(KIOSK, receipt.reference)).state == "received"
    await again.aclose()


WEEK = Hours(
    week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-12:00", "13:30-17:30")),
    holidays=("2026-11-25",),
)


@pytest.mark.parametrize(
    ("told", "first", "final"),
    [
        ("2026-11-23T10:00", "2026-11-23T17:30", "2026-11-26T17:30"),
        ("2026-11-23T17:31", "2026-11-24T17:30", "2026-11-27T17:30"),
        ("2026-11-21T10:00", "2026-11-23T17:30", "2026-11-26T17:30"),
        ("2026-11-25T10:00", "2026-11-26T17:30", "2026-11-30T17:30"),
    ],
)
def test_the_first_answer_is_due_the_same_day_the_last_within_working_days(
    site: Site, told: str, first: str, final: str
) -> None:
    hall = replace(site, hall=replace(site.hall, hours=WEEK), feedback=Feedback(final_days=2))

    def here(text: str) -> datetime:
        return (datetime.fromisoformat(text) - timedelta(hours=8)).replace(tzinfo=UTC)

    assert first_by(here(told), hall) == here(first)
    assert final_by(here(told), hall) == here(final)
