"""What if: one more window, other hours, another order, played on the hall's own days."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, get_args

import msgspec
from litestar import Litestar, Request, Response, Router, delete, get, post
from litestar.params import JSONBody
from litestar.response import Redirect

from hall.errors import RuleError
from hall.texts import load_texts
from queue_server.service.notices import PUBLISHERS
from queue_server.service.statistics import READERS
from queue_server.service.what_if import MOST_DAYS, Run, Standing, WhatIf
from queue_server.twin.asking import Change, Policy
from queue_server.web.actors import Who, require_known
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms
from queue_server.web.what_if_showing import (
    WhatIfWait,
    basis,
    both,
    chart,
    clock,
    compared,
    rows,
    sentences,
)

_WRONG = {
    "value_missing": "what-if-choose",
    "does_not_fit": "what-if-hours-wrong",
    "twin_busy": "what-if-busy",
}
_BLANK = {
    "window_like": "", "opens": "", "closes": "", "over_lunch": "", "policy": "", "days": "3",
}  # fmt: skip
_Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
_Asked = Request[Any, Any, Any]


class WhatIfRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``POST /api/v1/what-if``: the change, and on how many of the last days it is played."""

    window_like: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    opens: _Clock | None = None
    closes: _Clock | None = None
    over_lunch: bool = False
    policy: Policy | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)] = 3


class WhatIfState(msgspec.Struct, frozen=True, kw_only=True):
    """How a question stands; ``waits`` once it is done, of all (``all``) and by class."""

    standing: Standing
    done: float
    days: tuple[str, ...] = ()
    came: int = 0
    waits: tuple[WhatIfWait, ...] = ()


class WhatIfPage:
    """The page of what if; it needs no script."""

    def __init__(self, rooms: Rooms, what_if: WhatIf) -> None:
        self._rooms = rooms
        self._what_if = what_if
        self._words = {
            each: load_texts(each, "queue_server", "queue_server.statistics") for each in LANGUAGES
        }

    async def take(self, request: _Asked) -> Response[Any]:
        """Begin or stop what a form asks for; what does not fit is said above it."""
        session, fields = await self._rooms.own_form(request)
        try:
            if fields.get("stop"):
                await self._what_if.stop(session.actor)
            else:
                asked = msgspec.convert(_written(fields), WhatIfRequest)
                await self._what_if.ask(session.actor, _change(asked), asked.days)
        except msgspec.ValidationError:
            return self.show(request, wrong="what-if-hours-wrong", fields=dict(fields))
        except RuleError as refusal:
            if refusal.code not in _WRONG:
                raise
            return self.show(request, wrong=_WRONG[refusal.code], fields=dict(fields))
        return Redirect("/admin/what-if", status_code=303)

    def show(
        self, request: _Asked, *, wrong: str = "", fields: dict[str, Any] | None = None
    ) -> Response[Any]:
        """Return the page: the form, how far the twin is, or its answer."""
        told = "What if is for supervisors, admins and readers"
        session = self._rooms.enter(request, READERS, told)
        run, site, texts = (
            self._what_if.run,
            self._rooms.server.site,
            self._words[language_of(request)],
        )
        ready = run.standing == "done"
        return self._rooms.show(
            request,
            session,
            "what_if",
            status=422 if wrong else 200,
            boot={"standing": run.standing},
            run=run,
            wrong=wrong,
            fields={**_BLANK, **(fields or {})},
            windows=[{"id": each.id, "number": each.number} for each in site.windows],
            policies=get_args(Policy),
            most=MOST_DAYS,
            asks=session.actor.role in PUBLISHERS,
            began=clock(run.began, site),
            basis=basis(run, texts),
            sentences=sentences(run, site, texts) if ready else [],
            rows=rows(run, texts) if ready else [],
            chart=chart(run, texts) if ready else None,
        )


def what_if_routers(rooms: Rooms, what_if: WhatIf) -> list[Router]:
    """Return ``/api/v1/what-if`` and ``/admin/what-if``."""
    shown = WhatIfPage(rooms, what_if)

    @post("/", summary="Play the hall's own days with one thing changed", status_code=202)
    async def ask_what_if(who: Who, data: JSONBody[WhatIfRequest]) -> WhatIfState:
        """Begin to play, in a process that everything else goes before."""
        return _told(await what_if.ask(require_known(who), _change(data), data.days))

    @get("/", summary="How the question stands")
    async def get_what_if(who: Who) -> WhatIfState:
        """Answer how far it is, and the waits before and after once it is done."""
        return _told(what_if.state(require_known(who)))

    @delete("/", summary="Stop playing", status_code=200)
    async def stop_what_if(who: Who) -> WhatIfState:
        """Stop it; what was played is lost."""
        return _told(await what_if.stop(require_known(who)))

    @get("/what-if", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        return shown.show(request)

    @post("/what-if", include_in_schema=False)
    async def take(request: _Asked) -> Response[Any]:
        return await shown.take(request)

    return [
        Router(
            path="/api/v1/what-if",
            route_handlers=[ask_what_if, get_what_if, stop_what_if],
            tags=["statistics"],
        ),
        Router(path="/admin", route_handlers=[page, take]),
    ]


@asynccontextmanager
async def ending_what_if(app: Litestar) -> AsyncIterator[None]:
    """Let no question outlive the server."""
    try:
        yield
    finally:
        await app.state.what_if.aclose()


def _written(fields: Any) -> dict[str, Any]:
    """Return a form's fields as the API's request has them; what is empty stays as it is."""
    told: dict[str, Any] = {
        name: str(fields[name])
        for name in ("window_like", "opens", "closes", "policy")
        if fields.get(name)
    }
    days = str(fields.get("days", "3"))
    return {
        **told,
        "over_lunch": bool(fields.get("over_lunch")),
        "days": int(days) if days.isdecimal() and len(days) < 3 else 0,
    }


def _change(asked: WhatIfRequest) -> Change:
    return Change(
        window_like=asked.window_like, opens=asked.opens, closes=asked.closes,
        over_lunch=asked.over_lunch, policy=asked.policy,
    )  # fmt: skip


def _told(run: Run) -> WhatIfState:
    waits: tuple[WhatIfWait, ...] = ()
    if run.standing == "done":
        was, would = (each.everyone for each in run.outcomes)
        waits = (both("all", was, would), *compared(run))
    return WhatIfState(
        standing=run.standing, done=run.done, days=run.days, came=run.came, waits=waits
    )
