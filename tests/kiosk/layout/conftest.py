"""Every screen of the kiosk, with believable and with awkward content."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import msgspec
import pytest

from config.loader import load_site
from config.site import Site
from kiosk.flow.model import Capacity, Modes, ScreenModel
from kiosk.flow.presenting import present
from kiosk.flow.visit import Known, Search, Step, Trouble, Visit
from kiosk.input_method.candidates import Candidate
from queue_server import wire
from queue_server.service.kiosks import plan_of
from tests.kiosk.layout.of_the_hall import NOTICE, visits_of_the_hall

Screens = Callable[[Modes, Capacity], dict[str, ScreenModel]]
LONG_TITLE = "高级新媒体运营专员兼直播间场控助理（可居家办公，接受应届毕业生）"
LONG_TEXT = (
    "负责整理和录入档案资料，核对客户信息，接听来电并做好记录；每天早上九点到下午五点半上班，"
    "周末双休，法定节假日正常休息。岗位提供岗前培训，有师傅带，工作场所有无障碍坡道和卫生间。"
)


def known_hall(site: Site, capacity: Capacity) -> Known:
    services = tuple(
        wire.ServiceInfo(
            id=one.id, prefix=one.prefix, names=dict(one.names), about=dict(one.about),
            minutes=one.minutes, icon=one.icon, open=place != 4,
            closed_because=None if place != 4 else "day", waiting=place * 3,
            wait=wire.WaitRange(low=15, high=25), windows=(1, 2),
        )
        for place, one in enumerate(site.services)
    )  # fmt: skip
    windows = tuple(
        wire.WindowInfo(
            id=one.id, number=one.number, zone=one.zone, services=tuple(one.services),
            state="open", reason=None, ticket=None, ticket_number=None, ticket_state=None,
            call_no=0, waiting=2,
        )
        for one in site.windows
    )  # fmt: skip
    zones = tuple(
        wire.ZoneInfo(id=one.id, names=dict(one.names), directions=dict(one.directions))
        for one in site.zones
    )
    info = wire.SiteInfo(
        id="demo", name=dict(site.hall.name), region="150000", time_zone="Asia/Shanghai",
        public_url="http://127.0.0.1:8090", languages=("zh-CN", "en"), hotline=site.hall.hotline,
        epoch="e", day=None, open=True, zones=zones, windows=windows, signs=(), boards=(),
        kiosks=(wire.KioskInfo(
            id="k1", zone="a", geometry="", printer="", printer_profile="80mm",
            offline_first=9101, offline_last=9299,
        ),),
        ticket_one="幺", announcement_languages=("zh-CN",),
        priority_sentence=dict(site.priority.sentence), you="k1", hall_map=plan_of(site),
        pages=msgspec.convert(site.pages, tuple[wire.PageInfo, ...], from_attributes=True),
        questions=msgspec.convert(
            site.questions, tuple[wire.QuestionInfo, ...], from_attributes=True
        ),
    )  # fmt: skip
    return Known(
        hall_names=dict(site.hall.name), services=services, site=info, jobs=18239,
        connected=True, capacity=capacity,
    )  # fmt: skip


def _job(place: int) -> wire.ContentItem:
    titles = ("食品包装工", LONG_TITLE, "盲人按摩师", "仓库分拣员", "数据标注员", "前台文员")
    employers = ("云杉食品有限公司", "内蒙古自治区云杉绿色食品加工股份有限公司")
    return wire.ContentItem(
        id=f"j{place}", kind="job", title=titles[place % 6],
        employer=employers[place % 2],
        place="安平县城北工业园", address="安平县城北工业园 6 号，公交 3 路直达",
        pay_min=3200, pay_max=None if place == 3 else 4000 + place * 9000,
        education=wire.Label(value="any", names={"zh-CN": "不限", "en": "Any"}),
        disability_known=place % 2 == 0, disability_text="肢体三、四级可以报名",
        openings=5, hours="早 8:30 至晚 5:30，周日休息", requirements="18–50 岁，会用手机",
        facts=(wire.Label(value="wheelchair", names={"zh-CN": "轮椅可达", "en": "Step-free"}),
               wire.Label(value="seated", names={"zh-CN": "坐着工作", "en": "Seated work"})),
        fit=("车间和卫生间轮椅都能进", "可以坐着做，每小时休息 10 分钟"),
        description=(LONG_TEXT, LONG_TEXT[20:], "请带身份证和残疾人证。"),
    )  # fmt: skip


def _notice(kind: str) -> wire.ContentItem:
    return wire.ContentItem(
        id=f"{kind}1", kind=kind, title="残疾人自主创业一次性补贴和社会保险补贴申领办法",
        summary="自己开店可以领一万元补贴。", employer="安平县残疾人联合会",
        place="安平县城北", address="安平县城北建设路 18 号二楼", hours="每周三、周五下午",
        easy_read=("您自己开店，可以领一万元。", "先到窗口登记。", "带上残疾人证。"),
        starts_at=datetime(2026, 12, 3, 1, 0, tzinfo=UTC), openings=30,
        description=(LONG_TEXT, LONG_TEXT[12:]),
    )  # fmt: skip


CANDIDATES = tuple(
    Candidate(text=text, takes=3, gloss=gloss)
    for text, gloss in (
        ("保洁员", ""), ("保洁", ""), ("包", "包子"), ("报", "报名"), ("宝", "宝贝"),
        ("保", "保护"), ("抱", "抱歉"), ("爆", "爆破"), ("薄", "薄弱"),
    )
)  # fmt: skip
STROKES = (((0.2, 0.2), (0.8, 0.22)), ((0.5, 0.2), (0.48, 0.8)), ((0.1, 0.8), (0.9, 0.8)))


def _ticket(number: str = "A017", **given: object) -> wire.Ticket:
    ticket = {
        "id": "t1", "number": number, "service": "unemployment", "state": "WAITING", "version": 1,
        "issued_at": datetime(2026, 11, 23, 1, 42, tzinfo=UTC), "called_at": None, "window": None,
        "call_no": 0, "ahead": 5, "wait": wire.WaitRange(low=15, high=25),
        "handling": wire.Handling(grace_s=60, repeats=2, hold_s=30),
        "phone_url": "http://127.0.0.1:8090/t/Zt0kQm3vXy9bQw7eRr5tTg",
    }  # fmt: skip
    return wire.Ticket(**(ticket | given))  # type: ignore[arg-type]  # fields by name


def _facets() -> tuple[wire.Facet, ...]:
    kinds = ("生产加工", "客服文员", "电商手工", "仓储物流", "按摩保健", "保洁家政", "餐饮")
    values = tuple(
        wire.FacetValue(
            value=f"o{n}", names={"zh-CN": name, "en": f"Occupation group {n}"}, count=46 - n
        )
        for n, name in enumerate(kinds)
    )
    return (wire.Facet(name="occupation", values=values),)


def visits(capacity: Capacity, services: int) -> dict[str, Visit]:
    """Visits that stand on every step, some twice."""
    jobs = tuple(_job(place) for place in range(capacity.items))
    page = wire.ContentPage(items=jobs, total=128, facets=_facets(), next="c2")
    search = Search(answer=page, items=jobs, chosen=(("occupation", "o1", "客服文员"),))
    found = tuple(wire.Suggestion(text=t, count=n) for t, n in (("保洁员", 212), ("保安", 9)))
    taken = {"service": "unemployment"}
    called = _ticket(state="CALLED", ahead=None, wait=None, window="w3", window_number=3)
    return {
        "idle": Visit(),
        "home": Visit(step="home"),
        "services": Visit(step="services"),
        "services-last": Visit(step="services", page=(services - 1) // capacity.tall_rows),
        "needs": Visit(step="needs", needs=frozenset({"wheelchair", "deaf"})),
        "needs-2": Visit(step="needs", page=1),
        "confirm": Visit(step="confirm", **taken,  # type: ignore[arg-type]  # one field
                         needs=frozenset({"wheelchair", "slow_walker", "deaf", "elder"})),
        "issued": Visit(step="issued", ticket=_ticket(), paper="printing"),
        "paper-out": Visit(step="issued", ticket=_ticket("AB1017"), paper="out"),
        "issued-alone": Visit(step="issued", paper="out", ticket=_ticket(
            "A9101", id="alone:k", ahead=None, wait=None, phone_url="")),
        "refused": Visit(step="refused", refusal="closed"),
        "refused-alone": Visit(step="refused", refusal="disk_full"),
        "work": Visit(step="work", search=search),
        "facet": Visit(step="facet", search=replace(search, facet="occupation")),
        "pad": Visit(step="pad", typed="25", suggestions=found),
        "pad-empty": Visit(step="pad"),
        "pad-none": Visit(step="pad", typed="99"),
        "level": Visit(step="level", search=replace(search, facet="disability", chosen=(
            ("disability", "physical", "肢体残疾"),))),
        "keys": Visit(step="keys", typed="baojieyuan", entered="盲人", candidates=CANDIDATES),
        "keys-2": Visit(step="keys", typed="bao", page=1, candidates=CANDIDATES),
        "keys-empty": Visit(step="keys"),
        "keys-none": Visit(step="keys", typed="v"),
        "writing": Visit(step="writing", entered="盲人按摩师傅", strokes=STROKES,
                         candidates=CANDIDATES[:8]),
        "writing-empty": Visit(step="writing"),
        "own-words": Visit(step="keys", writing_for="own_words", entered="门口的坡道" * 8),
        "results": Visit(step="results", search=search),
        "results-heard": Visit(step="results", search=replace(
            search, text="保结员", answer=msgspec.structs.replace(page, heard_as="保洁员"))),
        "results-like": Visit(step="results", search=replace(search, like=_job(1))),
        "results-copied": Visit(step="results", search=replace(search, copied=True)),
        "results-wider": Visit(step="results", search=Search(
            text="司机", chosen=search.chosen, answer=wire.ContentPage(items=(), total=0),
            wider=(("occupation", 128), ("text", 46)))),
        "results-policy": Visit(step="results", search=replace(
            search, kind="policy", items=tuple(_notice("policy") for _ in jobs))),
        "results-fair": Visit(step="results", search=replace(
            search, kind="fair", items=tuple(_notice("fair") for _ in jobs))),
        "detail-policy": Visit(step="detail", item=_notice("policy")),
        "detail-policy-easy": Visit(step="detail", item=_notice("policy"),
                                    modes=Modes(easy=True)),
        "detail-training": Visit(step="detail", item=_notice("training")),
        "detail-fair": Visit(step="detail", item=_notice("fair")),
        "detail-fits": Visit(step="detail", item=_job(0), stated=(
            ("disability", "physical:3", "肢体残疾3级"),)),
        "aloud": Visit(step="aloud", item=_notice("policy")),
        "aloud-last": Visit(step="aloud", item=_notice("policy"), page=1),
        "enrol": Visit(step="enrol", item=_notice("training"), slip="out"),
        "no-results": Visit(step="results", search=Search(answer=wire.ContentPage(items=(),
                                                                                  total=0))),
        "detail": Visit(step="detail", item=_job(0), search=search),
        "detail-2": Visit(step="detail", item=_job(1), search=search, page=1),
        "take": Visit(step="take", item=_job(1), slip="out"),
        "code": Visit(step="code", item=_job(1)),
        "my": Visit(step="my"),
        "digits": Visit(step="digits", typed="17", service="unemployment"),
        "booked": Visit(step="booked", typed="4829"),
        "booked-whole": Visit(step="booked", typed="482913"),
        "found": Visit(step="found", typed="17", found=_ticket(), service="unemployment"),
        "called": Visit(step="found", typed="17", found=called, service="unemployment"),
        "found-own": Visit(step="found", found=_ticket(), ticket=_ticket(), acted="acted-back"),
        "cancel": Visit(step="cancel", found=_ticket("AB1017")),
        "leave": Visit(step="leave", ticket=_ticket("AB1017")),
        "unknown": Visit(step="found", typed="99", service="unemployment"),
        "hall": Visit(step="hall"),
        "settings": Visit(step="settings"),
        "settings-2": Visit(step="settings", page=1),
        "settings-3": Visit(step="settings", page=2),
        "setting": Visit(step="setting", reading="theme"),
        "setting-rate": Visit(step="setting", reading="rate", page=1),
        "language": Visit(step="language"),
        "help": Visit(step="help"),
        "staff": Visit(step="staff"),
        "offline": Visit(step="offline"),
        "emergency": Visit(step="emergency"),
        "warning": Visit(step="warning", seconds_left=45),
        "end": Visit(step="end"),
        **visits_of_the_hall(),
    }  # fmt: skip


_NOTICED: tuple[tuple[str, Step], ...] = (("idle-notice", "idle"), ("notices", "notices"))


def all_screens(site: Site, modes: Modes, capacity: Capacity) -> dict[str, ScreenModel]:
    known = known_hall(site, capacity)
    made = visits(capacity, len(known.services))
    cut_off = replace(known, lost=True, keeps=True)
    away = {f"{name}-cut-off": made[name] for name in ("home", "services", "confirm", "offline")}
    return (
        {
            name: present(
                replace(visit, modes=replace(modes, easy=visit.modes.easy)),
                cut_off if name in away else known,
            )
            for name, visit in (made | away).items()
        }
        | {
            f"home-{name}": present(
                Visit(step="home", modes=modes), replace(known, troubles=frozenset({name}))
            )
            for name in get_args(Trouble)
        }
        | {
            name: present(Visit(step=step, modes=modes), replace(known, notices=(NOTICE,)))
            for name, step in _NOTICED
        }
    )


_KEPT = 4
"""How many ways of showing everything are kept: the same ones are asked for in a row."""


@pytest.fixture(scope="session")
def screens() -> Screens:
    site = load_site()
    made: dict[tuple[Modes, Capacity], dict[str, ScreenModel]] = {}

    def every(modes: Modes, capacity: Capacity) -> dict[str, ScreenModel]:
        wanted = (modes, capacity)
        if wanted not in made:
            if len(made) >= _KEPT:
                made.clear()
            made[wanted] = all_screens(site, modes, capacity)
        return made[wanted]

    return every
