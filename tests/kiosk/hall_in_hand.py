"""A hall that answers a kiosk as a test decides, and what there is in it."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from hall.errors import RuleError, SyncError
from queue_server import wire

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
    over: set[str] = field(default_factory=set)
    changed: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
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

    async def change_needs(self, ticket_id: str, request: wire.NeedsRequest) -> wire.Ticket:
        await self._arrive("change-needs")
        if self.refuses:
            raise RuleError(self.refuses, **self.refused_with)
        self.changed.append((ticket_id, request.needs))
        return next(one for one in self.known.values() if one.id == ticket_id)

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
        if item_id in self.over:
            raise RuleError("unknown_content")
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
