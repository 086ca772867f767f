from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from config.site import Need
from hall.texts import catalogue_source
from queue_server.domain.actors import SYSTEM
from queue_server.domain.errors import CODES
from queue_server.web.pages import ADMIN_PAGES
from queue_server.web.script_words import browser_words

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

STATIC = Path(str(resources.files("queue_server.web"))) / "static"
TEMPLATES = STATIC.parent / "templates"
SCRIPTS = sorted(STATIC.glob("*.js"))
_KEY = re.compile(r"^(?:([a-z][\w-]*)| +(\.\w+)) =", re.MULTILINE)


def test_both_languages_say_the_same_things() -> None:
    chinese, english = [
        _KEY.findall(catalogue_source("queue_server", language)) for language in ("zh-CN", "en")
    ]
    assert chinese == english


def test_every_need_has_words_a_hint_and_a_pictogram() -> None:
    icons = {file.stem for file in (STATIC / "icons").glob("*.svg")}
    named = {"speech": "speech-need", "text_only": "captions", "vibration": "vibrate"}
    words = browser_words("zh-CN")
    for need in get_args(Need):
        assert words[f"need-{need}"]
        assert words[f"need-{need}.hint"]
        assert named.get(need, need.replace("_", "-")) in icons


def test_everything_a_script_says_is_in_the_catalogue() -> None:
    words = browser_words("zh-CN")
    said = {
        key
        for script in SCRIPTS
        for key in re.findall(r'say\("([\w.-]+)"(?! \+)', script.read_text("utf-8"))
        if not key.endswith("-")
    }
    assert len(said) > 50
    assert said <= set(words)
    for code in ("window_busy", "grace_running", "stale_version", "wrong_state"):
        assert code in CODES
        assert f"problem-{code}" in words


def test_no_page_holds_words_of_its_own() -> None:
    for file in [*SCRIPTS, *TEMPLATES.glob("*.html")]:
        text = file.read_text("utf-8")
        if file.name == "staff.js":
            text = text.replace('"zh-CN": "中文"', "")  # a language's own name
        assert not re.search(r"[\u4e00-\u9fff]", text), file.name


def test_pictograms_are_drawn_on_one_grid_in_the_texts_colour() -> None:
    for file in (STATIC / "icons").glob("*.svg"):
        drawing = file.read_text("utf-8")
        assert 'viewBox="0 0 24 24"' in drawing
        assert 'stroke="currentColor"' in drawing
        assert not re.search(r"#[0-9a-fA-F]{3}", drawing)


def test_colours_stand_in_the_token_file_only() -> None:
    for file in STATIC.glob("*"):
        if file.suffix in {".css", ".js"} and file.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b", file.read_text("utf-8")), file.name


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_scripts_run_on_chromium_78(script: Path) -> None:
    text = re.sub(r"//[^\n]*", "", script.read_text("utf-8"))
    newer = r"\?\.[a-zA-Z(\[]|\?\?|\.replaceAll|\.replaceChildren|\.at\(|structuredClone|randomUUID"
    assert not re.search(newer, text)
    assert len(script.read_text("utf-8").splitlines()) <= 400


def test_styles_give_old_browsers_their_focus_ring() -> None:
    style = (STATIC / "console.css").read_text("utf-8")
    assert re.search(r"^:focus \{ outline: 3px", style, re.MULTILINE)
    assert not re.search(r"[:\s](?:inset|aspect-ratio): |:is\(|:where\(|:has\(|clamp\(", style)
    for rule in re.findall(r"\{([^}]*)\}", style):
        if re.search(r"display: flex", rule):
            assert " gap:" not in rule


async def test_static_files_are_asked_once_and_never_leave_their_folder(running: Running) -> None:
    async with running.client() as browser:
        first = await browser.get("/static/staff.js")
        assert first.headers["content-type"].startswith("text/javascript")
        again = await browser.get(
            "/static/staff.js", headers={"If-None-Match": first.headers["etag"]}
        )
        assert again.status_code == 304
        for path in ("../pages.py", "..%2fpages.py", "%2e%2e/pages.py", "icons", "x.js"):
            assert (await browser.get(f"/static/{path}")).status_code == 404


async def test_a_page_with_all_it_loads_is_small(running: Running) -> None:
    """At most 150 kB, whatever the page: its words, its sheets, its scripts and what they bring."""
    admin = running.server.hall
    await admin.create_user(SYSTEM, name="zhao", role="admin", password="correct horse")
    async with running.client() as browser:
        form = {"name": "zhao", "password": "correct horse"}
        await browser.post("/staff/sign-in", data=form)
        window = re.search(r'csrf" value="([^"]+)"', (await browser.get("/staff/")).text)
        assert window is not None
        await browser.post("/staff/window", data={"csrf": window[1], "window": "w3"})
        paths = ["/staff/", *(each["href"] for each in ADMIN_PAGES)]
        for path in paths:
            page = (await browser.get(path)).text
            needed = set(re.findall(r"/static/([\w.-]+)", page))
            waiting = list(needed)
            while waiting:
                text = (STATIC / waiting.pop()).read_text("utf-8")
                brought = set(re.findall(r'from "\./([\w.-]+)"', text)) - needed
                needed |= brought
                waiting += brought
            size = len(page.encode()) + sum((STATIC / name).stat().st_size for name in needed)
            assert size < 150_000, (path, size, sorted(needed))
