"""What robots come for: what they choose, in words they hear, and what they must have heard."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from config.loader import load_site
from queue_server import wire
from tests.kiosk.conftest import Room
from tests.kiosk.hall_in_hand import AT, SITE, ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One errand: each step is words to choose, or ``#`` and digits to type.

    At the step ``!`` what happens in the hall meanwhile happens; what follows ``?`` must be heard
    before anything else is done.
    """

    name: str
    steps: tuple[str, ...]
    heard: str
    """A pattern of what must be said at the end."""
    before: Callable[[Room], None] = lambda _room: None
    """What is so in the hall before somebody comes."""
    meanwhile: Callable[[Room], None] = lambda _room: None


def _drawn(room: Room) -> None:
    """The hall has a plan."""
    plan = msgspec.convert(load_site().hall_map, wire.HallMapInfo, from_attributes=True)
    room.hall.site_now = msgspec.structs.replace(SITE, hall_map=plan)


def _announced(room: Room) -> None:
    """A notice is up."""
    told: dict[str, object] = {
        "id": "n1",
        "text": {"zh-CN": "周五上午有招聘会。", "en": "Job fair on Friday."},
    }
    room.core.row(wire.Row(epoch="e1", seq=2, prev=1, at=AT, kind="notice_published", data=told))


def _answered(room: Room) -> None:
    """A complaint of an earlier day has an answer."""
    room.hall.statuses["4829135701"] = wire.FeedbackStatus(
        reference="4829135701", kind="complaint", state="answered", at=AT,
        replies=(wire.FeedbackReply(at=AT, final=False, text="坡道三天内来修。"),),
    )  # fmt: skip


def _open_to_all(room: Room) -> None:
    """Jobs tell whom they are open to."""
    open_to = (
        wire.DisabilityAccepted(category="visual", names={"zh-CN": "视力残疾"}, levels=(1, 2)),
    )
    room.hall.item_changes = {"disability_known": True, "disability": open_to}


def _with_jobs(room: Room) -> None:
    """A fair tells which jobs it has; one of them is gone."""
    room.hall.item_changes = {"related": ("job-9", "job-1", "job-2")}
    room.hall.over.add("job-9")


def _without_paper(room: Room) -> None:
    """The printer is out of paper."""
    room.paper.outcome = "out"


def _taken(room: Room) -> None:
    """A member of staff says: I am coming."""
    told: dict[str, object] = {"id": "h1", "state": "taken", "window_number": 3}
    room.core.row(wire.Row(epoch="e1", seq=2, prev=1, at=AT, kind="assistance_taken", data=told))


def _kept(room: Room) -> None:
    """The hall knows the ticket that will be taken."""
    room.hall.next_ticket = ticket()


def _away(room: Room) -> None:
    """The visitor's ticket rests."""
    room.hall.known["A017"] = ticket(state="AWAY", ahead=None, wait=None)


JOURNEYS = (
    Journey(
        name="take a ticket",
        steps=("取号办事", "失业登记", "下一步，核对", "确认取号"),
        heard="诶零幺七.*诶零幺七",
    ),
    Journey(
        name="take a ticket, telling a need",
        steps=("取号办事", "失业登记", "我看不见", "下一步，核对", "确认取号"),
        heard="诶零幺七.*诶零幺七",
    ),
    Journey(
        name="take a ticket, the printer out of paper",
        steps=("取号办事", "失业登记", "下一步，核对", "确认取号"),
        heard="打印机没有纸了。您的号码有效",
        before=_without_paper,
    ),
    Journey(
        name="take a ticket and change what helps",
        steps=(
            "取号办事",
            "失业登记",
            "下一步，核对",
            "确认取号",
            "^回到首页",
            "查我的号",
            "^改需要的帮助",
            "我看不见",
            "^就按这样改",
        ),
        heard="已经改好",
        before=_kept,
    ),
    Journey(
        name="check my ticket",
        steps=("查我的号", "失业登记", "#017", "^查，诶"),
        heard="前面还有五个人",
    ),
    Journey(
        name="check in with an appointment",
        steps=("查我的号", "预约", "#482913", "报到取号"),
        heard="诶零三幺",
    ),
    Journey(
        name="show an appointment's code to the staff",
        steps=("查我的号", "预约", "#482913", "^给工作人员看"),
        heard="四八二.*请到服务台",
    ),
    Journey(
        name="step away from the line",
        steps=("查我的号", "失业登记", "#017", "^查，诶", "^暂时离开"),
        heard="您暂时离开，号码留着",
    ),
    Journey(
        name="ask for the ticket on paper again",
        steps=("查我的号", "失业登记", "#017", "^查，诶", "^补打小票"),
        heard="正在补打",
    ),
    Journey(
        name="come back to the line",
        steps=("查我的号", "失业登记", "#017", "^查，诶", "^我回来了"),
        heard="您又在队里了",
        before=_away,
    ),
    Journey(
        name="take a ticket and give it up",
        steps=(
            "取号办事",
            "失业登记",
            "下一步，核对",
            "确认取号",
            "^回到首页",
            "查我的号",
            "^取消这个号",
            "^取消，诶零幺七",
        ),
        heard="已经取消",
    ),
    Journey(
        name="find work by a kind of work, and print it",
        steps=(
            "找工作",
            "^工作类别",
            "^保洁",
            "^查看十一个岗位",
            "^甲岗保洁员",
            "^带走",
            "^打印岗位单",
        ),
        heard="打印好了，请取走",
    ),
    Journey(
        name="take a job along as a code for the phone",
        steps=("找工作", "^查看十一个岗位", "^甲岗保洁员", "^带走", "^用手机扫码带走"),
        heard="扫一扫，内容就到手机里",
    ),
    Journey(
        name="find work by a word, on twelve keys",
        steps=("找工作", "^按字查找", "#25", "^查找，保洁", "^甲岗保洁员"),
        heard="甲岗保洁员",
    ),
    Journey(
        name="find work by a word, in pinyin letters",
        steps=(
            "找工作",
            "^按字查找",
            "^用拼音字母打字",
            "^a到c|^诶到西",
            "^b，|^必",
            "^a到c|^诶到西",
            "^a，|^诶",
            "选保安|^保安，",
            "^查找，保安",
            "^甲岗保洁员",
        ),
        heard="甲岗保洁员",
    ),
    Journey(
        name="come upon handwriting, and spell instead",
        steps=(
            "找工作",
            "^按字查找",
            "^用手指写字",
            "?不方便写，就选用拼音打字",
            "^用拼音打字",
            "^a到c|^诶到西",
            "^b，|^必",
            "^a到c|^诶到西",
            "^a，|^诶",
            "选保安|^保安，",
            "^查找，保安",
            "^甲岗保洁员",
        ),
        heard="甲岗保洁员",
    ),
    Journey(
        name="find work for one's disability, and hear why it fits",
        steps=("找工作", "^残疾类别", "^视力残疾", "^一级", "^查看十一个岗位", "^甲岗保洁员"),
        heard="每月三千二百到四千元.*适合您：单位写明收视力残疾",
        before=_open_to_all,
    ),
    Journey(
        name="find jobs like one",
        steps=("找工作", "^查看十一个岗位", "^甲岗保洁员", "^相近的岗位"),
        heard="岗位和甲岗保洁员相近",
    ),
    Journey(
        name="join a course",
        steps=("学技能", "^甲级班", "^我想参加", "^取号，到窗口报名", "下一步，核对", "确认取号"),
        heard="诶零幺七",
    ),
    Journey(
        name="note an interest in a course",
        steps=("学技能", "^甲级班", "^我想参加", "^登记意向", "^送出，并打印回执"),
        heard="回执号码，四八二",
    ),
    Journey(
        name="hear a policy, paragraph by paragraph",
        steps=("查政策", "^甲级班", "^一段一段读全文"),
        heard="第二段，共两段",
    ),
    Journey(
        name="take a job fair along on paper",
        steps=("大厅服务", "^招聘会", "^甲级班", "^带走", "^打印招聘会单"),
        heard="打印好了，请取走",
    ),
    Journey(
        name="hear which jobs a job fair has",
        steps=("大厅服务", "^招聘会", "^甲级班", "^这场的岗位", "^丙岗保洁员"),
        heard="丙岗保洁员",
        before=_with_jobs,
    ),
    Journey(
        name="find the way to a window",
        steps=("大厅服务", "^找窗口", "^三号窗口"),
        heard="前面就是",
        before=_drawn,
    ),
    Journey(
        name="suggest something, with a receipt",
        steps=("大厅服务", "^告诉我们", "^建议", "^排队叫号", "^送出，并打印回执"),
        heard="回执号码，四八二",
    ),
    Journey(
        name="complain, with a receipt",
        steps=(
            "大厅服务",
            "^告诉我们",
            "^投诉",
            "^排队叫号",
            "^等得太久",
            "下一步，核对",
            "^送出，并打印回执",
        ),
        heard="回执号码，四八二",
    ),
    Journey(
        name="rate today's service",
        steps=("大厅服务", "^告诉我们", "^给今天的服务打分", "^很满意", "^送出"),
        heard="您说的我们记下了",
    ),
    Journey(
        name="answer the hall's questions",
        steps=("大厅服务", "^告诉我们", "^回答几个问题", "^好，", "^不好", "^送出"),
        heard="您说的我们记下了",
    ),
    Journey(
        name="ask what became of a complaint",
        steps=("大厅服务", "^告诉我们", "^查回音", "#4829135701", "^查回音"),
        heard="坡道三天内来修",
        before=_answered,
    ),
    Journey(
        name="register a need for work",
        steps=(
            "大厅服务",
            "^登记就业需求",
            "^我同意，往下登记",
            "^工作类别",
            "^保洁",
            "^看合适的岗位",
            "^登记我的需求",
        ),
        heard="登记号码，四八二",
    ),
    Journey(
        name="erase a registered need",
        steps=("大厅服务", "^登记就业需求", "^删掉以前的登记", "#4829135701", "^删掉这个登记"),
        heard="已经删掉",
    ),
    Journey(
        name="hear the hall's notices",
        steps=("大厅服务", "^通知"),
        heard="周五上午有招聘会",
        before=_announced,
    ),
    Journey(
        name="hear what the hall promises",
        steps=("大厅服务", "^承诺和电话", "^我们的承诺"),
        heard="您说的话当天就有回音",
    ),
    Journey(name="larger letters", steps=("显示与朗读", "^字号", "^特大"), heard="特大"),
    Journey(
        name="the way to a window, in easy words",
        steps=("显示与朗读", "^易读", "^好了", "^大厅服务", "^找窗口", "^三号窗口"),
        heard="走.*。走.*步",
        before=_drawn,
    ),
    Journey(
        name="call a member of staff, and hear who comes",
        steps=("呼叫工作人员", "!"),
        heard="工作人员正在过来",
        meanwhile=_taken,
    ),
    Journey(name="change the language", steps=("^语言", "^English"), heard="What would you like"),
)
