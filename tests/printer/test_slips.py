"""Slips to take along: what stands on them, on every paper, read back from the paper."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printer.document import Document, Emblem
from printer.escpos.encoder import Encoded, encode_document
from printer.profile import Profile, load_profile, shipped_profiles
from printer.simulator.interpreter import Interpreter
from printer.simulator.paper import Paper
from printer.slip import NoteKind, NoteSlip, TicketSlip, Variant
from printer.slips import (
    FeedbackFacts,
    JobFacts,
    NeedFacts,
    SlipFrame,
    TrainingFacts,
    fair_slip,
    feedback_slip,
    job_slip,
    need_slip,
    policy_slip,
    recommendation_slip,
    training_slip,
    way_slip,
)
from printer.ticket_layout import LANGUAGES, layout_note, layout_ticket

FRAME = SlipFrame(
    language="zh-CN",
    hall="安平县残疾人就业服务大厅",
    printed_at=datetime(2026, 11, 23, 9, 42, tzinfo=UTC),
    hotline="0000-12385",
)
JOB = JobFacts(
    title="电商客服专员（居家）",
    employer="星河电子商务有限公司",
    pay="3200–4000 元／月",
    place="大学东街 8 号",
    hours="每天 8 小时",
    openings=12,
    education="高中以上",
    disability="肢体、听力三级",
    contact="王女士 0471-2345678",
    fit=("可以居家办公。",),
    until=date(2026, 12, 31),
    url="https://hall.example/content/job/42",
)
COURSE = TrainingFacts(
    title="盲人保健按摩初级班",
    organiser="县残联",
    starts=datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
    place="一楼 B 区",
    fee="免费",
    places=20,
    url="https://hall.example/content/training/7",
)
RECEIPT = FeedbackFacts(
    reference="YJ-1123-007",
    about="意见和建议",
    received=datetime(2026, 11, 23, 9, 42, tzinfo=UTC),
    answer_by=date(2026, 11, 30),
)


class Printed:
    """What the simulated printer made of a document."""

    def __init__(self, document: Document, profile: Profile) -> None:
        self.made: Encoded = encode_document(document, profile)
        paper = Paper(profile.width_dots)
        self.interpreter = Interpreter(paper, cutter=profile.cutter)
        self.interpreter.feed(self.made.data)
        self.kinds: list[str] = []
        piece: Image.Image | None = None
        while (step := self.interpreter.next()) is not None:
            self.kinds.append(step[0].kind)
            piece = step[0].piece or piece
        self.image = (piece or paper.cut(feed_to_cutter=False)).convert("L")
        self.words = "".join("".join(self.interpreter.texts).split())

    @property
    def codes(self) -> list[str]:
        return [code.text for code in zxingcpp.read_barcodes(self.image)]


NEED = NeedFacts(
    reference="482 913 5701",
    wishes=(("工种", "保洁"), ("工资", "3000 元以上")),
    until=date(2027, 2, 21),
)


def every_slip(frame: SlipFrame) -> tuple[NoteSlip, ...]:
    return (
        job_slip(frame, JOB),
        recommendation_slip(frame, JOB),
        training_slip(frame, COURSE),
        fair_slip(frame, COURSE),
        policy_slip(frame, "自主创业补贴", ("您自己开店，可以领一万元。", "先到窗口登记。")),
        feedback_slip(frame, RECEIPT),
        way_slip(frame, "3 号窗口", ("1. 向右转，走 10 步", "2. 就到了")),
        need_slip(frame, NEED),
    )


def test_there_is_a_slip_of_each_kind() -> None:
    assert tuple(slip.kind for slip in every_slip(FRAME)) == (
        "job",
        "recommendation",
        "training",
        "fair",
        "policy",
        "feedback",
        "way",
        "need",
    )
    assert set(get_args(NoteKind)) == {slip.kind for slip in every_slip(FRAME)}


@pytest.mark.parametrize("profile", shipped_profiles())
@pytest.mark.parametrize("variant", get_args(Variant))
def test_every_slip_is_whole_on_every_paper(profile: str, variant: Variant) -> None:
    chosen = load_profile(profile)
    for language in LANGUAGES:
        for slip in every_slip(replace(FRAME, language=language, variant=variant)):
            printed = Printed(layout_note(slip, chosen), chosen)
            assert printed.interpreter.problems == [], slip.kind
            assert printed.codes == ([slip.url] if slip.url else []), slip.kind
            assert printed.made.replaced == ()


def test_a_job_slip_says_all_that_is_known_and_nothing_that_is_not() -> None:
    chosen = load_profile("80mm")
    words = Printed(layout_note(job_slip(FRAME, JOB), chosen), chosen).words
    for part in (
        "岗位信息", "电商客服专员（居家）", "星河电子商务有限公司", "3200-4000", "12人", "高中以上",
        "肢体、听力三级", "王女士", "0471-2345678", "为什么适合您", "可以居家办公。", "12月31日前",
        "0000-12385",
    ):  # fmt: skip
        assert part in words, part
    bare = job_slip(FRAME, JobFacts(title="保洁员"))
    sparse = Printed(layout_note(bare, chosen), chosen).words
    for part in ("工资", "单位", "None", "为什么"):
        assert part not in sparse


def test_a_recommendation_is_filled_in_by_hand_and_has_a_part_to_bring_back() -> None:
    chosen = load_profile("80mm")
    words = Printed(layout_note(recommendation_slip(FRAME, JOB), chosen), chosen).words
    front, _, back = words.partition("由求职者带回大厅")

    for part in ("推荐单", "姓名", "电话", "经办人", "日期"):
        assert part in front
    for part in ("电商客服专员", "□录用", "□再联系", "□不合适", "单位签字"):
        assert part in back


def test_a_receipt_carries_the_number_it_is_asked_about_with() -> None:
    chosen = load_profile("58mm")
    words = Printed(layout_note(feedback_slip(FRAME, RECEIPT), chosen), chosen).words
    for part in ("意见回执", "YJ-1123-007", "11月23日09:42", "11月30日前"):
        assert part in words


def test_easy_reading_puts_each_fact_under_its_label() -> None:
    chosen = load_profile("80mm")
    slip = training_slip(replace(FRAME, variant="easy_read"), COURSE)
    lines = Printed(layout_note(slip, chosen), chosen).interpreter.texts

    assert lines[lines.index("费用") + 1] == "免费"


def test_the_place_to_type_the_code_stands_with_the_code(slip: TicketSlip) -> None:
    chosen = load_profile("80mm")
    words = Printed(layout_ticket(slip, chosen), chosen).words

    assert "hall.example/t，输入：7Q4M9XK2" in words
    silent = replace(slip, short_code="")
    assert "输入" not in Printed(layout_ticket(silent, chosen), chosen).words


def test_no_word_is_broken_where_a_smaller_size_keeps_it_whole(slip: TicketSlip) -> None:
    chosen = load_profile("58mm")
    english = replace(slip, language="en", service="Unemployment registration")
    lines = Printed(layout_ticket(english, chosen), chosen).interpreter.texts

    assert {"Unemployment", "registration"} <= {line.strip() for line in lines}


COMMANDS = "汉字，。A1 a：（）\x1b\x10\x04\x14\x05\x01\x00\x1d\x1cVp\n·—￥〇镕"
SCRIPTS = "ئۇيغۇرچە (A017) ٵ ᠮᠣᠩᠭᠣᠯ བོད་ \u202e\u200d\u0301㐂𠮷\ud800\ue000😀"
WILD = st.one_of(
    st.text(max_size=24),
    st.text(st.sampled_from(COMMANDS), max_size=24),
    st.text(st.sampled_from(SCRIPTS), max_size=24),
)
TICKETS = st.builds(
    TicketSlip,
    language=st.sampled_from(["zh-CN", "en", "ug", "mn"]),
    hall=WILD,
    number=WILD.map(lambda text: text[:10]),
    service=WILD,
    area=WILD,
    directions=WILD,
    issued_at=st.just(FRAME.printed_at),
    ahead=st.none() | st.integers(0, 10**6),
    wait=st.none() | st.tuples(st.integers(0, 999), st.integers(0, 10**6)),
    priority=WILD,
    url=WILD,
    short_code=WILD,
    hotline=WILD,
    needs=st.sampled_from([(), ("blind", "escort")]),
    reprint=st.booleans(),
    variant=st.sampled_from(get_args(Variant)),
    alone=st.booleans(),
    emblem=st.sampled_from([None, Emblem(width=224, rows=b"\x10\x14\x10\x05\x10\x04\x1b" * 80)]),
)
NOTES = st.builds(
    NoteSlip,
    language=st.sampled_from(["zh-CN", "en", "ug", "mn"]),
    kind=st.sampled_from(get_args(NoteKind)),
    hall=WILD,
    title=WILD,
    printed_at=st.just(FRAME.printed_at),
    rows=st.lists(st.tuples(WILD, WILD), max_size=2).map(tuple),
    paragraphs=st.lists(WILD, max_size=2).map(tuple),
    url=WILD,
    hotline=WILD,
    reprint=st.booleans(),
    variant=st.sampled_from(get_args(Variant)),
    reference=WILD,
    short_code=WILD,
    reasons=st.lists(WILD, max_size=2).map(tuple),
    blanks=st.lists(WILD, max_size=2).map(tuple),
    answer_title=WILD,
    answers=st.lists(WILD, max_size=2).map(tuple),
    answer_blanks=st.lists(WILD, max_size=2).map(tuple),
)


def test_the_property_below_fills_in_every_field() -> None:
    for strategy, of in ((TICKETS, TicketSlip), (NOTES, NoteSlip)):
        example: Any = strategy
        given_fields = set(example.wrapped_strategy.kwargs)
        assert given_fields == {field.name for field in fields(of)}


def check_any_text(slip: TicketSlip | NoteSlip, chosen: Profile) -> None:
    document = (
        layout_ticket(slip, chosen) if isinstance(slip, TicketSlip) else layout_note(slip, chosen)
    )
    printed = Printed(document, chosen)

    # Nothing wider than the paper, nothing the printer does not know, no drawer.
    assert printed.interpreter.problems == []
    assert printed.interpreter.drawer_kicks == 0
    # One job: one reset, one end, one question; nothing in a field became a command.
    assert printed.kinds.count("reset") == 1
    assert printed.kinds.count("torn") == (1 if chosen.cutter else 0)
    assert printed.kinds.count("paper asked") == (1 if chosen.done_marker else 0)
    assert len(printed.interpreter.slits) == (1 if chosen.notch == "slit" else 0)
    for command in (b"\x10\x14", b"\x10\x04", b"\x10\x05"):
        assert command not in printed.made.data
    # Nothing is replaced in silence.
    halves = {char for text in document.texts() for char in text if "\ud800" <= char <= "\udfff"}
    assert halves <= set(printed.made.replaced)
    if printed.made.mode == "text":
        assert set(printed.made.replaced) == halves
        assert "?" not in printed.words or any("?" in text for text in document.texts())


@pytest.mark.parametrize("profile", shipped_profiles())
@settings(max_examples=12)
@given(slip=TICKETS | NOTES)
def test_any_text_in_any_field_is_only_text(profile: str, slip: TicketSlip | NoteSlip) -> None:
    check_any_text(slip, load_profile(profile))


@pytest.mark.deep
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("profile", shipped_profiles())
@settings(max_examples=1500, derandomize=False)
@given(slip=TICKETS | NOTES)
def test_any_text_in_any_field_is_only_text_at_length(
    profile: str, slip: TicketSlip | NoteSlip
) -> None:
    check_any_text(slip, load_profile(profile))
