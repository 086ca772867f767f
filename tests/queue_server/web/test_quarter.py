"""A quarter in numbers: counted, withheld where few, in a file; nobody's identity."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queue_server.service.quarter import days_of

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running


async def test_a_quarter_is_told_without_small_counts_and_without_anybody(
    running: Running,
) -> None:
    question = running.server.site.questions[0]
    often, once = question.choices[0].value, question.choices[1].value
    async with running.client("kiosk") as kiosk:
        for nth in range(8):
            chosen = once if nth == 0 else often
            body = {"kind": "questionnaire", "answers": {question.id: chosen}}
            key = {"Idempotency-Key": f"q{nth}"}
            assert (await kiosk.post("/api/v1/feedback", json=body, headers=key)).is_success
        body = {"kind": "complaint", "text": "王小明 330106199001011237"}
        await kiosk.post("/api/v1/feedback", json=body, headers={"Idempotency-Key": "c"})
    await running.issue("unemployment", "blind")
    async with running.client("reader") as reader:
        answer = await reader.get("/api/v1/quarters/2026-Q4.csv?lang=en")
        assert answer.status_code == 200, answer.text
        told = answer.content.decode("utf-8-sig")
        wrong = await reader.get("/api/v1/quarters/2026-Q9.csv")
        assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_days")
    assert "王小明" not in told
    assert "3301" not in told
    lines = [line.split(",") for line in told.splitlines()]
    counts = {line[1]: line[2] for line in lines}
    assert counts["Complaint"] == "1"
    assert counts["Questionnaire"] == "8"
    # One alone is withheld, and so is the other one that would tell it.
    withheld = [line for line in lines if line[2] == "withheld"]
    assert len(withheld) == 2
    async with running.signed_in("reader") as page:
        shown = (await page.get("/admin/quarter?lang=en")).text
        assert "withheld" in shown
        assert re.search(r'<option value="2026-Q3">', shown)
        assert (await page.get("/admin/quarter?q=yesterday")).status_code == 422


def test_a_quarter_has_its_days() -> None:
    assert [str(each) for each in days_of("2026-Q4")] == ["2026-10-01", "2026-12-31"]
    assert [str(each) for each in days_of("2028-Q1")] == ["2028-01-01", "2028-03-31"]
