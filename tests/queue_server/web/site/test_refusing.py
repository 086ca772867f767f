"""What cannot be in a site is told beside its field, and nobody writes over another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queue_server.domain.actors import UserRole
from tests.queue_server.web.site.conftest import (
    Admin,
    fields_of,
    signed_in,
    site_file,
    words,
)

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running


WRONG = [
        ("services/policy", {"service[policy].prefix": "I"}, "prefix",
         "looks like a digit. Choose another letter than I and O."),
        ("services/policy", {"service[policy].prefix": "A"}, "prefix",
         "'A' is used by 2 services. Give each service its own letter."),
        ("services/policy", {"service[policy].minutes": "ten"}, "minutes",
         'does not fit: "ten" is not a whole number. Write a whole number.'),
        ("services/policy", {"service[policy].names.en": ""}, "names.en",
         'has no text for en. Add en = "…", or take it out of hall.languages.'),
        ("windows/w2", {"window[w2].number": "1"}, "number",
         "1 is on 2 windows. Give each window its own number."),
        ("hours", {"hall.hours.week.mon": "17:00-09:00"}, "week.mon",
         "'17:00-09:00' is not a span of time. Write \"09:00-12:00\", the earlier time first."),
        ("hall", {"hall.colour": "#f0c040"}, "colour",
         "Choose a darker colour; 4.5 is the least people can read."),
        ("priority", {"priority.credit_minutes.elder": "999"}, "credit_minutes.elder",
         "999 is no head start. Write 0 to 240 minutes."),
    ]  # fmt: skip


async def test_what_cannot_be_is_told_beside_its_field_in_the_words_of_the_check(
    running: Running, admin: Admin
) -> None:
    for path, typed, field, told in WRONG:
        answer = await admin.fill(f"/admin/site/{path}", **typed)

        assert answer.status_code == 422, path
        assert told in words(answer.text)
        wrong = re.findall(r'name="([^"]*)"[^>]*aria-invalid="true"', answer.text)
        assert [each for each in wrong if each.endswith(field)], path
        admin.client.headers["Accept-Language"] = "zh-CN"
        chinese = await admin.fill(f"/admin/site/{path}", **typed)
        admin.client.headers["Accept-Language"] = "en"
        assert told not in words(chinese.text)
        assert re.search("请|至少", words(chinese.text))
    assert not site_file(running).exists()


async def test_what_the_hall_as_it_is_forbids_cannot_be_saved(
    running: Running, admin: Admin
) -> None:
    await running.issue("policy")
    served = [each.id for each in running.server.site.windows_for("policy")]
    for window in served[1:]:
        offered = fields_of(await admin.page(f"/admin/site/windows/{window}"))
        kept = [each for each in offered[f"window[{window}].services"] if each != "policy"]
        await admin.change(f"/admin/site/windows/{window}", **{f"window[{window}].services": kept})
    path = f"/admin/site/windows/{served[0]}"
    key = f"window[{served[0]}].services"
    kept = [each for each in fields_of(await admin.page(path))[key] if each != "policy"]

    page = await admin.fill(path, **{key: kept})
    forced = await admin.fill(path, page.text, confirm="yes", back=None)

    assert "Not now: No window offers “Policy advice” any more, but one visitor waits" in words(
        page.text
    )
    assert 'name="confirm"' not in page.text
    assert forced.status_code == 409
    assert running.server.site.windows_for("policy")


async def test_two_admins_do_not_write_over_each_other(running: Running, admin: Admin) -> None:
    path = "/admin/site/services/policy"
    mine = await admin.fill(path, **{"service[policy].minutes": "11"})
    await admin.change("/admin/site/services/labour", **{"service[labour].minutes": "13"})

    late = await admin.fill(path, mine.text, confirm="yes", back=None)
    assert late.status_code == 409
    assert "The settings were changed since you opened this page" in words(late.text)
    again = await admin.fill(path, late.text)
    done = await admin.fill(path, again.text, confirm="yes", back=None)

    assert done.status_code == 303
    site = running.server.site
    assert (site.service("policy").minutes, site.service("labour").minutes) == (11, 13)


async def test_only_admins_come_in(running: Running) -> None:
    roles: tuple[UserRole, ...] = ("supervisor", "staff", "reader", "reception")
    for role in roles:
        async with running.client() as client:
            await signed_in(running, client, role)
            assert (await client.get("/admin/site")).status_code == 403
            body = {"csrf": "x", "hall.hotline": "1"}
            answer = await client.post("/admin/site/hall", data=body)
            assert answer.status_code == 403
    assert not site_file(running).exists()
