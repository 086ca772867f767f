"""An admin who fills in the site's forms as a browser would."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from config.loader import DEMO_SITE
from queue_server.domain.actors import SYSTEM, UserRole

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

DEMO = DEMO_SITE.read_text("utf-8")
PASSWORD = "correct horse"


class Admin:
    """Somebody signed in who fills in forms as a browser would."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def page(self, path: str) -> str:
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def fill(self, path: str, page: Any = None, **typed: Any) -> httpx.Response:
        """Send a page's form with these fields changed; None leaves a field out."""
        fields = fields_of(page if page is not None else await self.page(path))
        for name, value in typed.items():
            fields.pop(name, None)
            if value is not None:
                fields[name] = value
        return await self.client.post(path, data=fields)

    async def change(self, path: str, **typed: Any) -> str:
        """Fill in a form, look at what it would do, and save it; return what was foreseen."""
        seen = await self.fill(path, **typed)
        assert seen.status_code == 200, seen.text
        done = await self.fill(path, seen.text, confirm="yes", back=None)
        assert done.status_code == 303, done.text
        return words(seen.text)


def fields_of(page: str) -> dict[str, Any]:
    """What a browser would send of the page's main form, untouched."""
    main = page[page.index('id="main"') :]
    form = main[main.index("<form") : main.index("</form>")]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is None or 'type="file"' in tag:
            continue
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        fields.setdefault(name[1], []).append(unescape(value[1] if value else ""))
    for name_, body in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        fields[name_] = [unescape(body)]
    for name_, body in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        fields[name_] = re.findall(r'value="([^"]*)" selected', body)
    return fields


def words(page: str) -> str:
    main = page[page.index('id="main"') :]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture
async def admin(running: Running) -> Any:
    async with running.client() as client:
        yield Admin(await signed_in(running, client, "admin"))


async def signed_in(
    running: Running, client: httpx.AsyncClient, role: UserRole
) -> httpx.AsyncClient:
    name = f"{role}-zhao"
    await running.server.hall.create_user(SYSTEM, name=name, role=role, password=PASSWORD)
    await client.post("/staff/sign-in", data={"name": name, "password": PASSWORD})
    client.headers["Accept-Language"] = "en"
    return client


def site_file(running: Running) -> Path:
    return running.server.settings.own_site
