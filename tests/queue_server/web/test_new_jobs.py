"""Whoever registered a need is told, by its number, which jobs came since the last look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queue_server.content.model import Record

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

_BODY = {"wishes": {"words": ["修伞"], "disability": "physical:2"}, "consent": "1"}


async def test_each_new_job_that_answers_a_need_is_told_once(running: Running) -> None:
    _bring(running, 1)
    async with running.client("kiosk") as kiosk:
        told = await kiosk.post("/api/v1/needs", json=_BODY, headers={"Idempotency-Key": "n"})
        number = {"reference": told.json()["reference"]}

        async def new() -> list[str]:
            answer = await kiosk.post("/api/v1/needs/new", json=number)
            assert answer.status_code == 200, answer.text
            assert "reasons" not in answer.text or all(
                not each["reasons"] for each in answer.json()["items"]
            ), "they would tell what was stated"
            return [each["item"]["id"] for each in answer.json()["items"]]

        assert await new() == [], "there when the need was registered"
        _bring(running, 2)
        assert await new() == ["t:2"]
        assert await new() == []
        _bring(running, 3)
        assert await new() == ["t:3"]
        await kiosk.post("/api/v1/needs/withdraw", json=number)
        assert (await kiosk.post("/api/v1/needs/new", json=number)).status_code == 404
    async with running.client() as anybody:
        assert (await anybody.post("/api/v1/needs/new", json=number)).status_code == 401


def _bring(running: Running, number: int) -> None:
    made = Record(kind="job", id=f"t:{number}", source="t", title=f"修伞工{number}")
    running.server.content.import_items([made], source="t")
