"""The questionnaire: changed on pages, asked on its days, counted under the words people read."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from tests.queue_server.web.conftest import Running

FOUND = "/admin/site/questions/found"


async def answer(running: Running, key: str, value: str, question: str = "found") -> httpx.Response:
    async with running.client("kiosk") as kiosk:
        body = {"kind": "questionnaire", "answers": {question: value}}
        return await kiosk.post("/api/v1/feedback", json=body, headers={"Idempotency-Key": key})


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the first form of the main part."""
    main = page[page.index('id="main"') :]
    form = main[main.index("<form") : main.index("</form>")]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = unescape(value[1] if value else "")
    return found


async def change(admin: httpx.AsyncClient, path: str, **typed: str) -> httpx.Response:
    """Fill a form, look at what it would do, and say yes."""
    fields = {**fields_of((await admin.get(path)).text), **typed}
    seen = await admin.post(path, data=fields)
    if seen.status_code != 200:
        return seen
    return await admin.post(path, data={**fields_of(seen.text), "confirm": "yes"})


async def test_answers_stay_counted_under_the_words_they_were_given_to(running: Running) -> None:
    for nth in range(5):
        assert (await answer(running, f"old{nth}", "yes")).status_code == 201
    async with running.signed_in("admin", "en") as admin:
        key = "question[found].names.en"
        done = await change(admin, FOUND, **{key: "Was it done today?"})
        assert done.status_code == 303, done.text
        for nth in range(5):
            await answer(running, f"new{nth}", "partly")
        page = (await admin.get("/admin/questionnaire")).text
        table = (await admin.get("/api/v1/questionnaire.csv")).content.decode("utf-8-sig")
    assert page.index("Was it done today?") < page.index("Did you get done what you came for?")
    assert 'role="img"' in page
    rows = {(row[0], row[1], row[4]): row[5] for row in csv.reader(io.StringIO(table))}
    old = "Did you get done what you came for?", "earlier words"
    assert (rows[*old, "Yes"], rows[*old, "In part"]) == ("5", "0")
    assert rows["Was it done today?", "present words", "In part"] == "5"


async def test_small_counts_are_withheld_from_the_page_its_file_and_the_summary(
    running: Running,
) -> None:
    for nth in range(6):
        await answer(running, f"a{nth}", "no" if nth else "yes")
    for nth in range(2):
        async with running.client("kiosk") as kiosk:
            body = {"kind": "rating", "score": 5 if nth else 1}
            await kiosk.post("/api/v1/feedback", json=body, headers={"Idempotency-Key": f"r{nth}"})
    days = {"since": "2000-01-01", "until": "2100-01-01"}
    async with running.client("reader") as reader:
        summary = (await reader.get("/api/v1/feedback/summary", params=days)).json()
        table = (await reader.get("/api/v1/questionnaire.csv")).content.decode("utf-8-sig")
    # One alone would be found as six less five: both go.
    assert summary["answers"] == {"found": {"yes": None, "no": None}}
    assert summary["scores"] == {"1": None, "5": None}
    assert (summary["kinds"]["rating"], summary["smallest_shown"]) == (2, 5)
    assert [row[5] for row in csv.reader(io.StringIO(table))][1:] == ["不公布", "0", "不公布"]


async def test_a_question_is_asked_on_its_days_only(running: Running) -> None:
    ticket = await running.issue()
    path = "/t/" + ticket["phone_url"].rsplit("/", 1)[1] + "/questionnaire"
    later = running.today() + timedelta(days=1)
    async with running.signed_in("admin", "en") as admin, running.client("kiosk") as kiosk:
        key = "question[found].from_day"
        wrong = await change(admin, FOUND, **{key: "tomorrow"})
        assert wrong.status_code == 422
        assert "is not a date" in unescape(wrong.text)
        done = await change(admin, FOUND, **{key: later.isoformat()})
        assert done.status_code == 303, done.text
        assert "not asked today" in (await admin.get("/admin/questionnaire")).text
        preview = (await admin.get("/admin/questionnaire/preview")).text
        shown = (await kiosk.get("/api/v1/site")).json()["questions"]
        form = (await kiosk.get(path)).text
    assert 'name="q-clear"' in form
    for page in (form, preview):
        assert 'name="q-found"' not in page
    assert "found" not in [each["id"] for each in shown]
    assert 'type="submit"' not in preview
    # Whoever answered at a kiosk that was alone is counted all the same.
    assert (await answer(running, "late", "yes")).status_code == 201


async def test_answers_to_choose_from_come_and_go(running: Running) -> None:
    async with running.signed_in("admin", "en") as admin:
        names = {"zh-CN": "说不清", "en": "Hard to say"}
        added = {f"question[found].choices[a1].names.{tag}": text for tag, text in names.items()}
        gone = {f"question[found].choices[partly].names.{tag}": "" for tag in names}
        done = await change(admin, FOUND, **added, **gone)
        assert done.status_code == 303, done.text
        (found,) = [each for each in running.server.site.questions if each.id == "found"]
        assert [each.value for each in found.choices] == ["yes", "no", "a1"]
        assert found.choices[2].names == names
        half = await change(admin, FOUND, **{"question[found].choices[a2].names.en": "Half"})
        assert half.status_code == 422


async def test_a_new_question_is_made_and_taken_away_again(running: Running) -> None:
    async with running.signed_in("admin", "en") as admin:
        path = "/admin/site/questions/new"
        words = {
            "names": ("大厅干净吗？", "Is the hall clean?"),
            "choices[a1].names": ("干净", "Yes"),
            "choices[a2].names": ("不干净", "No"),
        }
        typed = {
            f"question[q1].{key}.{tag}": text
            for key, texts in words.items()
            for tag, text in zip(("zh-CN", "en"), texts, strict=True)
        }
        one = {key: text for key, text in typed.items() if "a2" not in key}
        assert (await change(admin, path, **one)).status_code == 422
        done = await change(admin, path, **typed)
        assert done.status_code == 303, done.text
        assert (await answer(running, "q1", "a2", "q1")).status_code == 201
        listed = (await admin.get("/admin/site/questions")).text
        assert "Is the hall clean?" in listed
        fields = fields_of((await admin.get("/admin/site/questions/q1")).text)
        asked = {"csrf": fields["csrf"], "mark": fields["mark"], "remove": "yes"}
        seen = await admin.post("/admin/site/questions/q1", data=asked)
        sent = {**fields_of(seen.text), "remove": "yes", "confirm": "yes"}
        assert (await admin.post("/admin/site/questions/q1", data=sent)).status_code == 303
        # What was answered stays readable in the words it was answered to.
        assert "Is the hall clean?" in (await admin.get("/admin/questionnaire")).text
    assert all(each.id != "q1" for each in running.server.site.questions)


async def test_only_those_who_may_count_open_the_results(running: Running) -> None:
    async with running.signed_in("staff") as clerk, running.signed_in("reader") as reader:
        for path in ("/admin/questionnaire", "/admin/questionnaire/preview"):
            assert (await clerk.get(path)).status_code == 403
            assert (await reader.get(path)).status_code == 200
        assert (await clerk.get("/api/v1/questionnaire.csv")).status_code == 403
        turned = "from=2026-05-01&to=2026-01-01"
        assert (await reader.get(f"/admin/questionnaire?{turned}")).status_code == 422
        wrong = await reader.get(f"/api/v1/questionnaire.csv?{turned}")
        assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_days")
        assert (await reader.get("/api/v1/questionnaire.csv?to=0001-01-02")).status_code == 200
