"""Random requests made from the server's own description: no fault of ours, nothing undescribed."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"
_EXAMPLES, _MORE = 5, 12
_ENDLESS, _HONESTLY_503 = "/api/v1/events", "/health/ready"


def _ask(
    running: Running, described: dict[str, Any], headers: dict[str, str], examples: int
) -> int:
    """Ask every operation as somebody; return how many requests were made."""
    schema = schemathesis.openapi.from_dict(described)
    asked = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()

        @settings(
            max_examples=examples,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case[Any]) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(
                base_url=running.url,
                headers=headers,
                checks=[
                    not_a_server_error,
                    status_code_conformance,
                    content_type_conformance,
                    response_schema_conformance,
                ],
            )

        check()
    return asked


async def _described(running: Running) -> dict[str, Any]:
    await running.issue()
    async with running.client() as anybody:
        described: dict[str, Any] = (await anybody.get("/openapi.json")).json()
    described["paths"].pop(_ENDLESS)
    described["paths"].pop(_HONESTLY_503)  # a closed day is not ready
    return described


# The server runs in this process and draws from ``random`` too, while examples are being made.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
async def test_random_requests_find_no_fault_and_no_undescribed_answer(running: Running) -> None:
    described = await _described(running)
    assert len(described["paths"]) > 60
    headers = {"Authorization": f"Bearer {await running.token('admin')}"}
    assert await asyncio.to_thread(_ask, running, described, headers, _EXAMPLES) > 100


@pytest.mark.deep
@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
@pytest.mark.parametrize(
    "role",
    [
        "admin", "kiosk", "display", "supervisor", "staff", "reception", "reader", "nobody",
        "a signed-in clerk",
    ],
)  # fmt: skip
async def test_no_role_finds_a_fault_by_random_requests(running: Running, role: Any) -> None:
    headers: dict[str, str] = {}
    if role == "a signed-in clerk":
        await running.clerk()
        async with running.client() as browser:
            form = {"name": "wang", "password": PASSWORD}
            await browser.post("/staff/sign-in", data=form)
            csrf = re.search(r'"csrf": ?"([^"]+)"', (await browser.get("/staff/")).text)
            assert csrf is not None
            cookies = "; ".join(f"{each.name}={each.value}" for each in browser.cookies.jar)
            headers = {"Cookie": cookies, "X-CSRF-Token": csrf[1]}
    elif role != "nobody":
        window = "w3" if role == "staff" else None
        headers = {"Authorization": f"Bearer {await running.token(role, window)}"}
    described = await _described(running)
    assert await asyncio.to_thread(_ask, running, described, headers, _MORE) > 100
