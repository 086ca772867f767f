"""Changes of the site and of roles taken back, for thirty days."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from queue_server.service.remembering import KIND, changes_before
from queue_server.sites.taking_back import may_be_taken_back
from queue_server.store.records import Document
from tests.queue_server.web.site.conftest import (
    DEMO,
    Admin,
    fields_of,
    site_file,
    words,
)

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running


async def test_a_change_is_taken_back_unless_it_was_changed_again_since(
    running: Running, admin: Admin
) -> None:
    path = "/admin/site/services/policy"
    await admin.change(path, **{"service[policy].names.en": "Wrong name"})
    text = site_file(running).read_text("utf-8")
    assert "Wrong name" in text
    history = await admin.page("/admin/settings")
    assert "Service “Wrong name”: Name (English) Policy advice → Wrong name" in words(history)
    assert "from 127.0.0.1" in words(history)
    undo = re.findall(r'href="(/admin/settings/[^"?#]+)"', history)[-1]

    asked = await admin.page(undo)
    assert "Name (English) Wrong name Policy advice" in words(asked)
    done = await admin.client.post(undo, data=fields_of(asked))

    assert done.status_code == 303
    assert site_file(running).read_text("utf-8") == DEMO
    assert running.server.site.service("policy").names["en"] == "Policy advice"
    after = words(await admin.page("/admin/settings"))
    assert "Taken back." in after
    assert "This took an earlier change back." in after
    again = await admin.client.post(undo, data=fields_of(asked))
    assert again.status_code == 409
    await admin.change(path, **{"service[policy].minutes": "11"})
    first = re.findall(r'href="(/admin/settings/[^"?#]+)"', await admin.page("/admin/settings"))[0]
    await admin.change(path, **{"service[policy].minutes": "12"})

    told = words(await admin.page(first))
    refused = await admin.client.post(first, data=fields_of(await admin.page(path)))

    assert "Minutes of a visit is now 12 (changed by admin-zhao at" in told
    assert refused.status_code == 409
    assert running.server.site.service("policy").minutes == 12


async def test_a_role_given_by_mistake_is_taken_back(running: Running, admin: Admin) -> None:
    await running.clerk("wang", None)
    token = re.search(r'"csrf": "([^"]+)"', await admin.page("/admin/accounts"))
    assert token is not None
    headers = {"X-CSRF-Token": token[1]}
    body = {"role": "admin"}
    answer = await admin.client.patch("/api/v1/accounts/wang", json=body, headers=headers)
    assert answer.status_code == 200, answer.text

    history = await admin.page("/admin/settings")
    assert "Account wang" in words(history)
    undo = re.findall(r'href="(/admin/settings/[^"?#]+)"', history)[-1]
    done = await admin.client.post(undo, data=fields_of(await admin.page(undo)))

    assert done.status_code == 303
    assert running.server.hall.showing.view.users["wang"].role == "staff"


@pytest.mark.deep
async def test_thirty_days_later_a_change_stays(running: Running, admin: Admin) -> None:
    await admin.change("/admin/site/services/policy", **{"service[policy].minutes": "11"})
    now = running.server.hall.now()
    change = changes_before(running.server.hall.database, None, 1)[0]
    assert may_be_taken_back(change, now + timedelta(days=30))
    old = msgspec.structs.replace(change, at=now - timedelta(days=31))
    data = msgspec.json.encode(old).decode()
    kept = Document(kind=KIND, id=old.id, at=old.at, data=data, live=False)
    await running.server.hall.writer.submit(lambda image, _: image.put_document(kept))

    page = await admin.page("/admin/settings")

    assert "Older than 30 days" in words(page)
    assert "Take back…" not in page
    undo = f"/admin/settings/{old.id}"
    refused = await admin.client.post(undo, data=fields_of(await admin.page("/admin/site/hall")))
    assert refused.status_code == 409
