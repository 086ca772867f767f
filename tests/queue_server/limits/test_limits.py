"""The limits in print are the program's own figures."""

from __future__ import annotations

import runpy
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.rules import Backup, Issuing
from hall.texts import load_texts
from queue_server.domain.numbering import next_number
from queue_server.limits.figures import DOES_NOT, limits
from queue_server.web.bounds import BODY_LIMIT

if TYPE_CHECKING:
    from config.site import Site

ROOT = Path(__file__).parents[3]


def _said(site: Site, language: str) -> list[str]:
    texts = load_texts(language, "queue_server.limits")
    return [texts.written(each.key, **each.values) for found in limits(site).values()
            for each in found]  # fmt: skip


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_limit_and_every_thing_it_does_not_do_is_said(site: Site, language: str) -> None:
    off = replace(site, backup=Backup(every_minutes=0), issuing=Issuing(kiosk_a_minute=12))
    texts = load_texts(language, "queue_server.limits")
    for line in (*_said(site, language), *_said(off, language)):
        assert "{" not in line
        assert "limit-" not in line
    assert len({texts.written(f"not-{each}") for each in DOES_NOT}) == len(DOES_NOT)
    assert any("12" in each for each in _said(off, language))


def test_the_last_number_in_print_is_the_last_one_given(site: Site) -> None:
    (told,) = [each for each in limits(site)["numbers"] if each.key == "limit-per-letter"]
    last = told.values["last"]
    assert next_number(site, "A", last - 1) == last
    with pytest.raises(Exception, match="no number left"):
        next_number(site, "A", last)
    assert f"to {last} a day" in "\n".join(_said(site, "en"))


def test_the_page_in_the_manual_is_made_of_what_the_program_holds_now() -> None:
    made = runpy.run_path(str(ROOT / "tools/limits.py"))["page"]()
    assert (ROOT / "docs/limits.md").read_text("utf-8") == made, "run tools/limits.py"
    assert f"{BODY_LIMIT >> 10} KiB at most" in made
    assert unescape(made) == made
