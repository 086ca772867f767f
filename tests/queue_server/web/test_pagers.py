"""Pagers: lent to one visitor at a time, told to the agent alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from queue_server.domain.actors import ANONYMOUS, Actor

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

_AGENT = Actor(role="display", name="agent")


async def _lend(running: Running, ticket: str, pager: Any, role: Any = "reception") -> Any:
    async with running.client(role, "w1" if role == "staff" else None) as lender:
        return await lender.post(f"/api/v1/tickets/{ticket}/pager", json={"pager": pager})


async def _call(running: Running, window: str) -> None:
    async with running.client("staff", window) as clerk:
        await clerk.post(f"/api/v1/windows/{window}/open")
        headers = {"Idempotency-Key": f"call-{window}-{next(running.keys)}"}
        answer = await clerk.post(f"/api/v1/windows/{window}/call-next", headers=headers)
        assert answer.status_code == 200


async def test_the_agent_learns_the_pager_of_a_called_visitor_and_nobody_else_does(
    running: Running,
) -> None:
    ticket = await running.issue()
    assert (await _lend(running, ticket["id"], "12")).status_code == 200
    view = running.server.hall.showing.view
    await _call(running, "w1")
    after = f"{view.epoch}:{view.seq}"
    told = {}
    for reader in (_AGENT, ANONYMOUS):
        rows = await running.server.hall.rows_after(reader, after)
        (call,) = [row.data for row in rows if row.kind == "ticket_called"]
        told[reader.role] = call.get("pager")
        assert all(row.kind != "pager_lent" for row in rows)
    assert told == {"display": "12", "anonymous": None}
    (snapshot,) = await running.server.hall.rows_after(_AGENT, None)
    assert snapshot.data["calls"][0]["pager"] == "12"


async def test_a_pager_is_lent_to_one_open_ticket_only(running: Running) -> None:
    first, second = await running.issue(), await running.issue()
    await _lend(running, first["id"], "12")
    refused = await _lend(running, second["id"], "12", "staff")
    assert (refused.status_code, refused.json()["code"]) == (409, "pager_taken")
    async with running.client("supervisor") as supervisor:
        await supervisor.post(f"/api/v1/tickets/{first['id']}/cancel", json={"reason": "gone"})
    assert (await _lend(running, second["id"], "12", "staff")).status_code == 200
    assert (await _lend(running, first["id"], "13")).json()["code"] == "wrong_state"


async def test_a_pager_that_came_back_is_paged_no_more(running: Running) -> None:
    ticket = await running.issue()
    await _lend(running, ticket["id"], "12")
    assert (await _lend(running, ticket["id"], None)).status_code == 200
    view = running.server.hall.showing.view
    await _call(running, "w1")
    rows = await running.server.hall.rows_after(_AGENT, f"{view.epoch}:{view.seq}")
    (call,) = [row.data for row in rows if row.kind == "ticket_called"]
    assert call.get("pager") is None


@pytest.mark.parametrize("pager", ["", "12a", "1" * 17, 12, "１２"])
async def test_what_is_no_pager_is_refused(running: Running, pager: Any) -> None:
    ticket = await running.issue()
    assert (await _lend(running, ticket["id"], pager)).status_code == 422


@pytest.mark.parametrize("role", ["kiosk", "display", "reader"])
async def test_no_device_lends_pagers(running: Running, role: Any) -> None:
    ticket = await running.issue()
    assert (await _lend(running, ticket["id"], "1", role)).status_code == 403
