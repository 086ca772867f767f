"""A kiosk without glass: a hall, a printer and a voice that tests hold in their hands."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from hall.clock import ManualClock
from hall.errors import RuleError, SyncError
from kiosk.access.intents import Wish
from kiosk.flow.core import KioskCore, Shown
from kiosk.flow.model import Capacity, Node
from kiosk.flow.visit import Paper
from kiosk.input_method.candidates import Candidate, Stroke
from printer.slip import NoteSlip, Variant
from queue_server import wire
from voice.synths.recorder import RecorderSpeech

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HANDLING = wire.Handling(grace_s=60, repeats=2, hold_s=30)


def service(name: str, prefix: str, zh: str, en: str, *, waiting: int = 5) -> wire.ServiceInfo:
    return wire.ServiceInfo(
        id=name,
        prefix=prefix,
        names={"zh-CN": zh, "en": en},
        about={"zh-CN": "到窗口办", "en": "At a window"},
        minutes=8,
        icon="form",
        open=name != "closed",
        closed_because="no_window" if name == "closed" else None,
        waiting=waiting,
        wait=wire.WaitRange(low=15, high=25) if waiting else None,
        windows=(3,),
    )


SERVICES = (
    service("unemployment", "A", "失业登记", "Unemployment registration"),
    service("placement", "F", "职业介绍", "Job placement", waiting=0),
    service("training", "Q", "培训与创业登记", "Training and start-up"),
    service("policy", "M", "政策咨询", "Policy advice"),
    service("closed", "X", "信访接待", "Complaints"),
    service("guidance", "H", "职业指导", "Career guidance"),
    service("labour", "L", "劳动事务代理", "Labour affairs"),
)
SITE = wire.SiteInfo(
    id="demo",
    name={"zh-CN": "安平县残疾人就业服务大厅", "en": "Anping Employment Service Hall"},
    region="150000",
    time_zone="Asia/Shanghai",
    public_url="http://127.0.0.1:8090",
    languages=("zh-CN", "en"),
    hotline="12385",
    epoch="e1",
    day=None,
    open=True,
    zones=(
        wire.ZoneInfo(
            id="a",
            names={"zh-CN": "一楼 A 区", "en": "Area A, 1st floor"},
            directions={"zh-CN": "进门右手边，沿盲道走十步", "en": "On your right, ten steps"},
        ),
    ),
    windows=(
        wire.WindowInfo(
            id="w3",
            number=3,
            zone="a",
            services=("unemployment", "placement"),
            state="open",
            reason=None,
            ticket=None,
            ticket_number=None,
            ticket_state=None,
            call_no=0,
            waiting=5,
        ),
    ),
    signs=(),
    boards=(),
    kiosks=(
        wire.KioskInfo(
            id="k1",
            zone="a",
            geometry="",
            printer="",
            printer_profile="80mm",
            offline_first=9101,
            offline_last=9299,
        ),
    ),
    ticket_one="幺",
    announcement_languages=("zh-CN",),
    priority_sentence={},
    you="k1",
    questions=tuple(
        wire.QuestionInfo(
            id=name,
            names={"zh-CN": asked, "en": "Was it good?"},
            choices=(
                wire.ChoiceInfo(value="yes", names={"zh-CN": "好", "en": "Yes"}),
                wire.ChoiceInfo(value="no", names={"zh-CN": "不好", "en": "No"}),
            ),
        )
        for name, asked in (("found", "办成了吗？"), ("clear", "讲明白了吗？"))
    ),
    pages=(
        wire.PageInfo(
            id="promise",
            names={"zh-CN": "我们的承诺", "en": "Our promises"},
            text={"zh-CN": ("您说的话当天就有回音。", "材料一次说清。"), "en": ("Same day.",)},
            kind="promise",
            easy={"zh-CN": ("当天回您。",), "en": ("We answer today.",)},
        ),
    ),
)


def ticket(number: str = "A017", **changes: object) -> wire.Ticket:
    values: dict[str, object] = {
        "id": f"t-{number}",
        "number": number,
        "service": "unemployment",
        "state": "WAITING",
        "version": 1,
        "issued_at": AT,
        "called_at": None,
        "window": None,
        "call_no": 0,
        "ahead": 5,
        "wait": wire.WaitRange(low=15, high=25),
        "handling": HANDLING,
        "phone_url": "http://127.0.0.1:8090/t/abc",
    }
    return wire.Ticket(**(values | changes))  # type: ignore[arg-type]  # checked by msgspec's users


_NAMES = "甲乙丙丁戊己庚辛壬癸子"


def job(place: int, kind: str = "job") -> wire.ContentItem:
    return wire.ContentItem(
        id=f"{kind}-{place}",
        kind=kind,
        title=_NAMES[place] + ("岗保洁员" if kind == "job" else "级班"),
        summary="打扫办公楼",
        employer="云杉服务有限公司",
        place="安平县城北",
        pay_min=3200,
        pay_max=4000,
        openings=2,
        hours="早八点到晚五点",
        facts=(wire.Label(value="seated", names={"zh-CN": "坐着工作", "en": "Seated work"}),),
        description=("把办公楼打扫干净。", "有师傅带。"),
    )


FACETS = (
    wire.Facet(
        name="occupation",
        values=(
            wire.FacetValue(value="cleaning", names={"zh-CN": "保洁", "en": "Cleaning"}, count=7),
            wire.FacetValue(value="desk", names={"zh-CN": "文员", "en": "Office"}, count=4),
        ),
    ),
    wire.Facet(name="region", values=()),
    wire.Facet(
        name="disability",
        values=(
            wire.FacetValue(
                value="visual", names={"zh-CN": "视力残疾", "en": "Visual impairment"}, count=3
            ),
        ),
    ),
    wire.Facet(
        name="pay_min",
        values=(
            wire.FacetValue(
                value="3000", names={"zh-CN": "3000 元以上", "en": "3000 yuan and up"}, count=9
            ),
        ),
    ),
)


@dataclass
class Hall:
    """A hall server in memory; ``gone`` makes it unreachable, ``gate`` holds answers back."""

    gone: bool = False
    refuses: str = ""
    refused_with: dict[str, Any] = field(default_factory=dict)
    lose_answer: bool = False
    refuses_receipts: bool = False
    total: int = 11
    none_with: str = "q=没有"
    heard_as: str = ""
    note: dict[str, str] = field(default_factory=dict)
    widen: tuple[wire.Widening, ...] = ()
    asked: list[str] = field(default_factory=list)
    requests: list[wire.TicketRequest] = field(default_factory=list)
    queries: list[dict[str, str | int]] = field(default_factory=list)
    stated: list[dict[str, str]] = field(default_factory=list)
    item_changes: dict[str, Any] = field(default_factory=dict)
    copy: wire.ContentPage | None = None
    keys: list[str] = field(default_factory=list)
    issued: dict[str, wire.Ticket] = field(default_factory=dict)
    known: dict[str, wire.Ticket] = field(default_factory=dict)
    acts: list[tuple[str, str]] = field(default_factory=list)
    next_ticket: wire.Ticket | None = None
    deliveries: list[wire.Delivery] = field(default_factory=list)
    site_now: wire.SiteInfo = SITE
    letters: list[tuple[str, wire.FeedbackRequest]] = field(default_factory=list)
    wishes: list[wire.Wishes] = field(default_factory=list)
    fitting: int = 3
    needs: dict[str, wire.NeedRequest] = field(default_factory=dict)
    statuses: dict[str, wire.FeedbackStatus] = field(default_factory=dict)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def _arrive(self, what: str) -> None:
        self.asked.append(what)
        await self.gate.wait()
        if self.gone:
            raise SyncError("gone")

    async def services(self) -> wire.ServiceList:
        await self._arrive("services")
        return wire.ServiceList(items=SERVICES)

    async def site(self) -> wire.SiteInfo:
        await self._arrive("site")
        return self.site_now

    async def issue(self, request: wire.TicketRequest, key: str) -> wire.Ticket:
        await self._arrive("issue")
        self.requests.append(request)
        self.keys.append(key)
        if self.refuses:
            raise RuleError(self.refuses, **self.refused_with)
        fresh = self.next_ticket or ticket(f"A{17 + len(self.issued):03}")
        made = self.issued.setdefault(key, fresh)
        if self.lose_answer:
            self.lose_answer = False
            raise SyncError("the answer was lost")
        return made

    async def ticket(self, ticket_id: str) -> wire.Ticket:
        await self._arrive("ticket")
        found = next((one for one in self.known.values() if one.id == ticket_id), None)
        if found is None:
            raise RuleError("unknown_ticket")
        return found

    async def deliver(self, delivery: wire.Delivery) -> None:
        await self._arrive("deliver")
        if self.refuses_receipts:
            raise RuleError("unknown_row")
        self.deliveries.append(delivery)

    async def tickets(self, **filters: str) -> wire.TicketList:
        await self._arrive("tickets")
        found = self.known.get(filters["number"])
        return wire.TicketList(items=(found,) if found else ())

    async def check_in(self, code: str) -> wire.Ticket:
        await self._arrive("check-in")
        if self.refuses:
            raise RuleError(self.refuses, **self.refused_with)
        if code != "482913":
            raise RuleError("unknown_appointment")
        return self.issued.setdefault(code, ticket("A031", ahead=0))

    async def act(self, ticket_id: str, event: str) -> wire.Ticket:
        await self._arrive("act")
        self.acts.append((ticket_id, event))
        if self.refuses:
            raise RuleError(self.refuses, **self.refused_with)
        number = next(n for n, one in self.known.items() if one.id == ticket_id)
        state = {"step-away": "AWAY", "back": "WAITING", "reinstate": "WAITING",
                 "cancel": "CANCELLED"}.get(event, self.known[number].state)  # fmt: skip
        self.known[number] = msgspec.structs.replace(self.known[number], state=state)
        return self.known[number]

    async def content(self, **query: str | int) -> wire.ContentPage:
        await self._arrive("content")
        self.queries.append(query)
        size, first = int(query["limit"]), int(query.get("cursor") or 0)
        name, _, value = self.none_with.partition("=")
        none = name in query and value in ("", query[name])
        total = 0 if none else self.total
        places = range(first, min(first + size, total))
        following = first + size if first + size < total else None
        return wire.ContentPage(
            items=tuple(job(place, str(query["kind"])) for place in places),
            total=total,
            facets=FACETS,
            next=str(following) if following else None,
            heard_as=self.heard_as,
            note=self.note,
            widen=self.widen if not total else (),
        )

    def kept(self, **query: str | int) -> wire.ContentPage | None:
        return self.copy

    def kept_item(self, kind: str, item_id: str) -> wire.ContentItem | None:
        copy = self.copy.items if self.copy is not None else ()
        return next((one for one in copy if one.id == item_id), None)

    async def content_item(self, kind: str, item_id: str, **stated: str) -> wire.ContentItem:
        await self._arrive("item")
        self.stated.append(stated)
        made = job(int(item_id.rpartition("-")[2]), kind)
        return msgspec.structs.replace(made, **self.item_changes)

    async def suggest(self, text: str, limit: int = 10) -> wire.SuggestionList:
        await self._arrive("suggest")
        if text.startswith("25"):
            return wire.SuggestionList(items=(wire.Suggestion(text="保洁", count=7),))
        return wire.SuggestionList(items=())

    async def tell_feedback(self, request: wire.FeedbackRequest, key: str) -> wire.FeedbackReceipt:
        self.asked.append("tell")
        await self.gate.wait()
        if self.refuses:
            raise RuleError(self.refuses, **self.refused_with)
        self.letters.append((key, request))
        return wire.FeedbackReceipt(
            id="" if self.gone else "f1", reference="4829135701", code="7Q4M9XK20ABC",
            url="http://127.0.0.1:8090/f/7Q4M9XK20ABC", kind=request.kind, at=AT,
            first_by=None if self.gone else AT + timedelta(hours=8),
        )  # fmt: skip

    async def match_wishes(self, wishes: wire.Wishes) -> wire.MatchList:
        await self._arrive("match")
        self.wishes.append(wishes)
        reason = wire.Label(value="pay", names={"zh-CN": "工资够", "en": "Enough pay"})
        found = [wire.Match(item=job(n), score=90, reasons=(reason,)) for n in range(self.fitting)]
        return wire.MatchList(items=tuple(found))

    async def register_need(self, request: wire.NeedRequest, key: str) -> wire.NeedReceipt:
        await self._arrive("need")
        self.needs[key] = request
        return wire.NeedReceipt(
            id="n1", reference="4829135701", at=AT, until=AT + timedelta(days=90)
        )

    async def withdraw_need(self, reference: str) -> None:
        await self._arrive("withdraw")
        if reference != "4829135701":
            raise RuleError("unknown_need")

    async def feedback_status(self, reference: str) -> wire.FeedbackStatus:
        await self._arrive("status")
        if reference not in self.statuses:
            raise RuleError("unknown_feedback")
        return self.statuses[reference]

    async def ask_assistance(self, request: wire.AssistanceRequest) -> wire.Assistance:
        await self._arrive("assistance")
        return wire.Assistance(id="h1", kind="help", state="asked", asked_at=AT)


@dataclass
class PaperTray:
    """A printer whose next outcome a test decides."""

    outcome: Paper = "printed"
    present: bool = True
    printed: list[str] = field(default_factory=list)
    reprints: list[tuple[str, str]] = field(default_factory=list)
    slips: list[NoteSlip] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)

    async def print_slip(self, slip: NoteSlip) -> Paper:
        self.slips.append(slip)
        return self.outcome

    async def print_ticket(
        self,
        ticket: wire.Ticket,
        language: str,
        *,
        reprint: bool,
        variant: Variant = "standard",
    ) -> Paper:
        self.variants.append(variant)
        if reprint:
            self.reprints.append((ticket.number, language))
        else:
            self.printed.append(ticket.number)
        return self.outcome


@dataclass
class Inputs:
    """Ways of putting words in that know a few words by heart."""

    writes: bool = True
    letters: list[str] = field(default_factory=list)
    words: tuple[Candidate, ...] = (
        Candidate(text="保安", takes=5),
        Candidate(text="保", takes=3, gloss="保护"),
        Candidate(text="包", takes=3, gloss="包子"),
        Candidate(text="宝", takes=3, gloss="宝贝"),
        Candidate(text="报", takes=3, gloss="报名"),
    )
    copy: tuple[wire.Suggestion, ...] = ()

    async def open(self) -> None: ...

    def remembered(self, typed: str, most: int) -> tuple[wire.Suggestion, ...]:
        return self.copy

    async def spelled(self, letters: str, ours: Sequence[wire.Suggestion]) -> tuple[Candidate, ...]:
        self.letters.append(letters)
        own = tuple(Candidate(text=one.text, takes=len(letters), count=one.count) for one in ours)
        return () if letters == "v" else own + self.words

    async def written(self, strokes: Sequence[Stroke]) -> tuple[Candidate, ...]:
        return (Candidate(text="一二三四五六七八九"[len(strokes) - 1], gloss="第一"),)


class Room:
    """One kiosk with everything around it, and a visitor's hands and ears."""

    def __init__(self) -> None:
        self.clock = ManualClock(AT)
        self.hall = Hall()
        self.paper = PaperTray()
        self.inputs = Inputs()
        self.shown: list[Shown] = []
        self.presses = 0
        self.begin_with(self.hall)

    def begin_with(self, hall: Hall) -> None:
        """Switch the kiosk on, with this hall behind it."""
        self.hall = hall
        self.speech = RecorderSpeech(self.clock, channel="speaker")
        self.core = KioskCore(
            clock=self.clock, hall=self.hall, paper=self.paper, speech=self.speech,
            inputs=self.inputs,
        )  # fmt: skip
        self.core.writes(by_hand=self.inputs.writes)
        self.speech._listener = self.core.heard
        self.core.on_change(self.shown.append)
        self.core.capacity(Capacity(rows=5, tiles=6, lines=12))

    async def settle(self) -> None:
        """Let errands come back; what waited for this moment goes on."""
        await self.clock.advance(0)
        for _ in range(12):
            await asyncio.sleep(0)

    async def begin(self) -> None:
        self.core.start()
        await self.settle()

    async def wait(self, seconds: float, step: float = 0.5) -> None:
        """Let time pass as the app's clock does, in ticks."""
        for _ in range(round(seconds / step)):
            self.speech.advance(step)
            self.core.tick()
            await self.settle()

    async def press(self, key: str, *, shift: bool = False) -> list[str]:
        """Press a key and return what is heard of it."""
        self.presses += 1
        mark = len(self.speech.begun)
        self.core.key_down(key, shift=shift)
        self.core.key_up(key)
        await self.settle()
        self.speech.advance(0.3)
        self.core.tick()
        return self.speech.begun[mark:]

    async def touch(self, node_id: str) -> None:
        assert self.core.model.node(node_id) is not None, f"{node_id} is not on the screen"
        self.core.touched(node_id)
        await self.settle()

    async def wish(self, wish: Wish) -> None:
        self.core.wish(wish)
        await self.settle()

    async def find(self, words: str, most: int = 20) -> str:
        """Press ▼ until something with these words is heard."""
        heard = ""
        for _ in range(most):
            heard = " ".join(await self.press("down"))
            if words in heard:
                return heard
        raise AssertionError(f"never heard {words!r}; on {self.screen} last: {heard!r}")

    def node(self, node_id: str) -> Node:
        node = self.core.model.node(node_id)
        assert node is not None, f"{node_id} is not on {self.screen}"
        return node

    @property
    def screen(self) -> str:
        return self.core.model.id

    @property
    def heard(self) -> str:
        return " / ".join(self.speech.begun)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    made = Room()
    await made.begin()
    yield made
    await made.core.aclose()


@pytest.fixture
def new_room() -> Callable[[], Room]:
    """For tests that make many."""
    return Room


@pytest.fixture
async def lonely() -> AsyncIterator[Room]:
    """A kiosk that was switched on before its hall."""
    made = Room()
    made.hall.gone = True
    await made.begin()
    yield made
    await made.core.aclose()


@pytest.fixture
def make_ticket() -> Callable[..., wire.Ticket]:
    return ticket


@pytest.fixture
def make_row() -> Callable[[str, dict[str, object]], wire.Row]:
    def row(kind: str, data: dict[str, object]) -> wire.Row:
        return wire.Row(epoch="e1", seq=2, prev=1, at=AT, kind=kind, data=data)

    return row
