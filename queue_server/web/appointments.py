"""Appointments over HTTP (contract §2)."""

from datetime import date
from typing import Annotated

from litestar import Router, get, post
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from hall.errors import RuleError
from queue_server import wire
from queue_server.service.diary import Diary
from queue_server.web.actors import Who, require_known
from queue_server.web.guessing import Guesses

_Short = Annotated[str | None, QueryParameter(max_length=64)]


def appointments_router(diary: Diary) -> Router:
    """Return ``/api/v1/appointments``."""
    guesses = Guesses(diary.hall.clock)

    @get("/", summary="Appointments")
    async def list_appointments(
        who: Who,
        day: Annotated[date | None, QueryParameter()] = None,
        service: _Short = None,
        code: _Short = None,
        cursor: _Short = None,
        limit: Annotated[int, QueryParameter(ge=1, le=500)] = 200,
    ) -> wire.AppointmentList:
        """Answer a page of them by time; a kiosk asks by the visitor's code."""
        async with guesses.of(require_known(who)) as guess:
            found = await diary.listed(
                who, day=day, service=service, code=code, limit=limit, cursor=cursor
            )
            guess.wrong = code is not None and not found.items
        return found

    @get("/slots", summary="Free times of a service on a day")
    async def list_slots(
        who: Who,
        service: Annotated[str, QueryParameter(max_length=64)],
        day: Annotated[date, QueryParameter()],
    ) -> wire.SlotList:
        """Answer every time of the day still to come, and how many visitors it takes."""
        return await diary.slots(require_known(who), service, day)

    @post("/", summary="Book a time")
    async def book(
        who: Who,
        data: JSONBody[wire.AppointmentRequest],
        key: Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)] = None,
    ) -> wire.Appointment:
        """Answer the appointment with the code the visitor checks in by."""
        if not key:
            raise RuleError("key_missing", "An Idempotency-Key header is needed: any unique text")
        return await diary.book(require_known(who), data, key)

    @post("/{named:str}/check-in", status_code=200, summary="The booked visitor is here")
    async def check_in(who: Who, named: FromPath[str]) -> wire.Ticket:
        """Answer the visitor's ticket; asked again, the same one. ``named``: id or code."""
        async with guesses.of(require_known(who)):
            return await diary.check_in(who, named)

    @post("/{named:str}/cancel", status_code=200, summary="Give the time free again")
    async def cancel(who: Who, named: FromPath[str]) -> wire.Appointment:
        """End the booking. ``named``: id or code."""
        async with guesses.of(require_known(who)):
            return await diary.cancel(who, named)

    @post("/{named:str}/move", status_code=200, summary="Another time for a booking")
    async def move(
        who: Who, named: FromPath[str], data: JSONBody[wire.AppointmentMove]
    ) -> wire.Appointment:
        """Answer the booking at its new time, under the same code. ``named``: id or code."""
        async with guesses.of(require_known(who)):
            return await diary.move(who, named, data.at)

    return Router(
        path="/api/v1/appointments",
        route_handlers=[list_appointments, list_slots, book, check_in, cancel, move],
        tags=["appointments"],
    )
