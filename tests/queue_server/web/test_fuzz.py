"""Random requests made from the server's own description: no fault of ours, nothing undescribed."""

from __future__ import annotations

import asyncio
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

_EXAMPLES = 12
_ENDLESS, _HONESTLY_503 = "/api/v1/events", "/health/ready"


# The server runs in this process and draws from ``random`` too, while examples are being made.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
async def test_random_requests_find_no_fault_and_no_undescribed_answer(running: Running) -> None:
    tokens = [await running.token("admin"), await running.token("kiosk")]
    await running.issue()
    async with running.client() as anybody:
        described: dict[str, Any] = (await anybody.get("/openapi.json")).json()
    described["paths"].pop(_ENDLESS)
    described["paths"].pop(_HONESTLY_503)  # a closed day is not ready
    schema = schemathesis.openapi.from_dict(described)

    def ask(token: str) -> int:
        asked = 0
        for result in schema.get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()

            @settings(
                max_examples=_EXAMPLES,
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
                    headers={"Authorization": f"Bearer {token}"},
                    checks=[
                        not_a_server_error,
                        status_code_conformance,
                        content_type_conformance,
                        response_schema_conformance,
                    ],
                )

            check()
        return asked

    for token in tokens:
        assert await asyncio.to_thread(ask, token) > 100
