"""Finding work: conditions, levels, order, sound, ways on, others like it, why it fits."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.flow.effects import FindContent
from queue_server import wire

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

PHYSICAL = wire.DisabilityAccepted(
    category="visual", names={"zh-CN": "视力残疾", "en": "Visual impairment"}, levels=(3, 4)
)


async def touch(room: "Room", *nodes: str) -> None:
    for node in nodes:
        await room.touch(node)


async def test_the_level_of_a_disability_is_asked_and_may_stay_unsaid(room: "Room") -> None:
    await touch(room, "start", "home-work", "facet-disability", "value-visual")
    assert room.screen == "level"
    assert "离开时就忘掉" in room.core.model.summary
    await room.touch("level-")
    assert room.screen == "work"
    assert room.node("facet-disability").value == "视力残疾"
    assert room.hall.queries[-1]["disability"] == "visual"
    await touch(room, "facet-disability", "value-visual", "level-2")
    assert room.node("facet-disability").value == "视力残疾2级"
    assert room.hall.queries[-1]["disability"] == "visual:2"


async def test_what_was_told_once_is_kept_for_the_visit_and_gone_after_it(room: "Room") -> None:
    await touch(room, "start", "home-work", "facet-disability", "value-visual", "level-2")
    await touch(room, "home", "home-work")
    assert room.node("facet-disability").value == "视力残疾2级"
    assert room.hall.queries[-1]["disability"] == "visual:2"
    await room.touch("home")
    room.core._presence.end()
    await room.wait(30)
    assert room.core.visit.stated == ()
    await touch(room, "start", "home-work")
    assert room.node("facet-disability").value == "不限"
    assert "disability" not in room.hall.queries[-1]


async def test_a_job_tells_why_it_fits_what_was_told_and_claims_no_more(room: "Room") -> None:
    await touch(room, "start", "home-work", "facet-disability", "value-visual", "level-3", "strip")
    for changes, words in (
        ({"disability_known": True, "disability": (PHYSICAL,)}, "写明可以报：视力残疾3级"),
        ({"disability_known": True, "disability": ()}, "没有写收视力残疾3级"),
        ({"disability_known": False}, "没有写收哪些残疾，请问单位"),
    ):
        room.hall.item_changes = changes
        await room.touch("row-job-0")
        assert words in room.node("reason-0").name
        await room.touch("back")
    assert room.hall.stated[-1] == {"disability": "visual:3"}


async def test_the_halls_own_reasons_come_before_ours(room: "Room") -> None:
    reason = wire.Label(
        value="reason-level", names={"zh-CN": "收视力三级", "en": "Open to level 3"}
    )
    room.hall.item_changes = {"reasons": (reason,)}
    await touch(room, "start", "home-work", "facet-disability", "value-visual", "level-3", "strip")
    await room.touch("row-job-0")
    assert (room.node("reason-0").name, room.node("reason-0").icon) == ("收视力三级", "heart")


async def test_nothing_is_claimed_to_fit_somebody_who_told_nothing(room: "Room") -> None:
    await touch(room, "start", "home-work", "strip", "row-job-0")
    assert room.core.model.node("reason-0") is None


async def test_jobs_are_listed_in_the_order_asked_for(room: "Room") -> None:
    await touch(room, "start", "home-work", "page-next")
    assert room.node("sort").value == "新的在前"
    await room.touch("sort")
    assert room.node("sort").value == "工资高的在前"
    assert room.hall.queries[-1]["sort"] == "pay"
    await room.touch("strip")
    assert room.node("title").name == "找到 11 个岗位"


async def test_words_of_the_same_sound_are_said_to_have_been_looked_for(room: "Room") -> None:
    await room.press("down")
    await room.touch("home-work")
    await room.touch("search")
    await room.press("2")
    await room.press("5")
    room.hall.heard_as = "保洁员"
    await room.press("#")
    assert room.node("title").name == "按读音“保洁员”找到 11 个"
    await room.wait(6)
    assert "已经按同样的读音查找保洁员" in room.heard


async def test_others_like_a_job_are_one_touch_away_and_the_way_back_is_kept(room: "Room") -> None:
    await touch(room, "start", "home-work", "strip", "row-job-1", "like")
    assert room.screen == "results"
    assert room.hall.queries[-1]["like"] == "job-1"
    assert "乙岗保洁员" in room.node("title").name
    await room.touch("row-job-2")
    await touch(room, "back", "back")
    assert room.screen == "detail"


async def test_nothing_at_all_leads_to_a_person(room: "Room") -> None:
    room.hall.total = 0
    await touch(room, "start", "home-training")
    assert room.node("title").name == "没有找到"
    assert "工作人员" in room.node("why").name


async def test_fairs_tell_when_and_where_and_are_taken_along(room: "Room") -> None:
    from kiosk.flow.going import go
    from kiosk.flow.visit import Search

    await room.touch("start")
    core = room.core
    core._stage.set(replace(go(core.visit, "results"), search=Search(kind="fair", busy=True)))
    core._errands.run((FindContent(),))
    await room.settle()
    assert room.node("title").name == "11 场招聘会"
    await room.touch("row-fair-0")
    assert room.node("strip").name == "带走"
    await room.touch("strip")
    assert room.screen == "take"
    await room.touch("take-print-fair")
    assert room.paper.slips[-1].kind == "fair"


async def test_a_policy_is_taken_along_in_its_short_form(room: "Room") -> None:
    room.hall.item_changes = {"easy_read": ("可以领一万元。", "先登记。")}
    await touch(room, "start", "home-policy", "row-policy-0", "take", "take-print-policy")
    slip = room.paper.slips[-1]
    assert slip.kind == "policy"
    assert slip.paragraphs[:2] == ("可以领一万元。", "先登记。")
    assert room.node("slip").name == "打印好了，请取走"


async def test_a_course_is_joined_without_giving_a_name(room: "Room") -> None:
    await touch(room, "start", "home-training", "row-training-0")
    assert room.node("strip").name == "我想参加"
    await room.touch("strip")
    assert "不用填姓名" in room.core.model.summary
    await room.touch("take-print-training")
    assert len(room.paper.slips) == 1
    assert room.node("slip").name == "打印好了，请取走"
    await room.touch("enrol-ticket")
    assert (room.screen, room.core.visit.service) == ("needs", "training")


async def test_a_policy_is_read_aloud_paragraph_by_paragraph(room: "Room") -> None:
    texts = ("先带身份证到窗口登记。", "再领表格填好。", "最后等电话。")
    room.hall.item_changes = {"description": texts}
    await room.press("down")
    await room.touch("home-policy")
    await room.touch("row-policy-0")
    await room.touch("aloud")
    assert "第一段，共三段" in room.heard
    await room.wait(25)
    assert "第三段，共三段，最后等电话" in room.heard
    assert room.core.visit.page == 2


async def test_any_key_stops_the_reading_and_repeats_are_one_key(room: "Room") -> None:
    texts = tuple(f"这是办事要走的一步，请记下来，内容是{n}。" for n in "甲乙丙丁")
    room.hall.item_changes = {"description": texts}
    await room.press("down")
    await room.touch("home-policy")
    await room.touch("row-policy-0")
    await room.touch("aloud")
    await room.press("down")
    await room.wait(20)
    assert room.core.visit.page == 0, "whoever acts is not overtaken"
    mark = len(room.speech.begun)
    await room.touch("aloud-again")
    assert "内容是甲" in " ".join(room.speech.begun[mark:])
    await room.press("#")
    assert room.core.visit.page == 1


async def test_easy_reading_gives_one_thought_a_line(room: "Room") -> None:
    room.hall.item_changes = {"easy_read": ("您自己开店，可以领一万元。先登记。", "带残疾人证。")}
    await touch(room, "start", "home-policy")
    visit = room.core.visit
    room.core._stage.set(replace(visit, modes=replace(visit.modes, easy=True)))
    await room.touch("row-policy-0")
    lines = [node.name for node in room.core.model.nodes if node.id.startswith("easy-")]
    assert lines == ["您自己开店，可以领一万元。", "先登记。", "带残疾人证。"]
    assert room.core.model.node("text-1") is None


async def test_a_silent_hall_is_answered_from_the_copy_and_the_copy_says_so(room: "Room") -> None:
    page = await room.hall.content(kind="job", limit=5)
    await touch(room, "start", "home-work")
    room.hall.gone = True
    room.hall.copy = page
    await touch(room, "facet-occupation", "value-desk", "strip")
    assert room.node("title").name == "机器里记下的 11 个"
    assert "网络断了" in room.core.model.summary
    await room.touch("row-job-0")
    assert room.screen == "detail"
    room.hall.gone = False
    await touch(room, "back", "strip", "facet-occupation", "value-desk", "strip")
    assert room.node("title").name == "找到 11 个岗位"


async def test_without_a_copy_a_silent_hall_says_so_and_asks_again_by_itself(room: "Room") -> None:
    await touch(room, "start", "home-work")
    room.hall.gone = True
    await touch(room, "facet-occupation", "value-desk")
    assert room.screen == "offline"
    room.hall.gone = False
    await room.wait(8)
    assert room.screen == "work"
    assert room.node("facet-occupation").value == "文员"


async def test_a_slow_answer_reaches_the_screen_its_visitor_went_on_to(room: "Room") -> None:
    await room.press("down")
    room.hall.gate.clear()
    await touch(room, "home-work", "facet-occupation")
    assert room.core.model.node("value-desk") is None
    waiting = room.core.model
    assert waiting.busy
    room.hall.gate.set()
    await room.settle()
    assert room.node("value-desk").value == "4 个"
    assert not room.core.model.busy
    await room.wait(1)
    assert "选工作类别，共三项" in room.speech.begun[-1]


async def test_a_late_answer_to_another_question_is_not_shown(room: "Room") -> None:
    await touch(room, "start", "home-work")
    room.hall.gate.clear()
    await touch(room, "facet-occupation", "value-desk", "home")
    room.hall.gate.set()
    await room.settle()
    assert room.screen == "home"
    assert room.core.visit.search.answer is None


async def test_what_the_hall_tells_of_wider_searches_is_not_asked_again(room: "Room") -> None:
    room.hall.none_with = "occupation"
    room.hall.widen = (wire.Widening(name="occupation", count=37),)
    await touch(room, "start", "home-work", "facet-occupation")
    asked = len(room.hall.queries)
    await touch(room, "value-desk", "strip")
    assert room.node("widen-occupation").value == "37 个"
    assert len(room.hall.queries) == asked + 1


async def test_the_halls_note_on_what_it_looked_for_is_said(room: "Room") -> None:
    await room.press("down")
    room.hall.note = {"zh-CN": "也找了意思相近的词：清洁工", "en": "Also looked for: cleaner"}
    await touch(room, "home-work", "strip")
    await room.wait(1)
    assert "也找了意思相近的词" in room.core.model.summary


async def test_paper_is_easy_to_read_for_whoever_reads_easily_on_the_screen(room: "Room") -> None:
    await touch(room, "start", "home-training", "row-training-0", "take")
    visit = room.core.visit
    room.core._stage.set(replace(visit, modes=replace(visit.modes, easy=True)))
    await room.touch("take-print-training")
    assert room.paper.slips[-1].variant == "easy_read"


async def test_back_from_jobs_like_one_leads_to_that_one_and_then_to_the_first_list(
    room: "Room",
) -> None:
    for node in ("start", "home-work", "strip", "row-job-0", "like", "row-job-3", "back"):
        await room.touch(node)
    assert "相近" in room.node("title").name
    await room.touch("back")
    assert room.node("title").name == "甲岗保洁员"
    await room.touch("back")
    assert "相近" not in room.node("title").name
    assert room.core.visit.search.like is None


async def test_a_fair_lists_its_jobs_and_opens_them_page_by_page(room: "Room") -> None:
    room.hall.item_changes = {"related": tuple(f"job-{n}" for n in (9, 0, 1, 2, 3, 4, 5))}
    room.hall.over.add("job-9")
    for node in ("start", "home-hall", "hall-fairs", "row-fair-0", "jobs"):
        await room.touch(node)
    shown = [node.id for node in room.core.model.nodes if node.id.startswith("row-")]
    assert shown == [f"row-job-{n}" for n in range(5)]
    assert "6 个岗位" in room.node("title").name, "what is over is not counted"
    await room.touch("page-next")
    assert [n.id for n in room.core.model.nodes if n.id.startswith("row-")] == ["row-job-5"]
    await room.touch("row-job-5")
    assert room.screen == "detail"
    await room.touch("back")
    await room.touch("back")
    assert room.node("title").name == "甲级班", "back at the fair"


async def test_a_fair_without_jobs_of_its_own_offers_none(room: "Room") -> None:
    for node in ("start", "home-hall", "hall-fairs", "row-fair-0"):
        await room.touch(node)
    assert room.core.model.node("jobs") is None


async def test_the_jobs_of_a_fair_come_from_the_kiosks_copy_while_the_hall_is_gone(
    room: "Room",
) -> None:
    room.hall.item_changes = {"related": ("job-1", "job-2")}
    for node in ("start", "home-hall", "hall-fairs", "row-fair-0"):
        await room.touch(node)
    page = await room.hall.content(kind="job", limit=2)
    room.hall.copy, room.hall.gone = page, True
    await room.touch("jobs")
    assert room.core.model.node("row-job-1") is not None
    assert room.core.visit.search.copied
