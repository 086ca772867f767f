"""The hall a kiosk remembers, as an older or a newer version of itself wrote it."""

import json
from pathlib import Path
from typing import Any

import pytest

from hall.clock import SystemClock
from kiosk.remembering import Remembered, remember, remembered, without_visitors
from queue_server import wire
from tests.kiosk.hall_in_hand import SITE

_KIOSK = wire.KioskInfo(
    id="k1", zone="z1", geometry="", printer="", printer_profile="80mm",
    offline_first=900, offline_last=999,
)  # fmt: skip


@pytest.fixture
def known(tmp_path: Path) -> Remembered:
    site = wire.SiteInfo(**{**_fields(SITE), "kiosks": (_KIOSK,)})
    return Remembered(at=SystemClock().now(), ahead_s=0.0, site=without_visitors(site), services=())


def _fields(site: wire.SiteInfo) -> dict[str, Any]:
    return {name: getattr(site, name) for name in site.__struct_fields__}


def with_unknown(value: object) -> object:
    """Every object of a document tells something more."""
    if isinstance(value, dict):
        # A name for each language is no object of fields: texts or lists of texts.
        names = all(isinstance(one, str | list) for one in value.values()) and "ends" not in value
        more = {} if names else {"told_by_a_newer_one": {"deep": [1]}}
        return {key: with_unknown(one) for key, one in value.items()} | more
    if isinstance(value, list):
        return [with_unknown(one) for one in value]
    return value


def test_what_a_newer_version_says_more_is_passed_over_everywhere(
    tmp_path: Path, known: Remembered
) -> None:
    path = tmp_path / "hall.json"
    remember(path, known)
    more = with_unknown(json.loads(path.read_bytes()))
    assert "told_by_a_newer_one" in more["site"]["kiosks"][0]["modes"]  # type: ignore[index]  # JSON
    path.write_text(json.dumps(more), "utf-8")
    found = remembered(path)
    assert found is not None
    for part in ("name", "kiosks", "windows", "zones", "hall_map", "pages", "questions"):
        assert getattr(found.site, part) == getattr(known.site, part), part


def test_what_an_older_version_did_not_say_is_as_it_was_before_that_was_known(
    tmp_path: Path, known: Remembered
) -> None:
    path = tmp_path / "hall.json"
    remember(path, known)
    told = json.loads(path.read_bytes())
    for part in (told["site"], told["site"]["kiosks"][0]):
        for field in ("modes", "speech", "display", "pages", "questions", "jack"):
            part.pop(field, None)
    path.write_text(json.dumps(told), "utf-8")
    found = remembered(path)
    assert found is not None
    assert found.site.name == known.site.name
    assert found.site.kiosks[0].modes == wire.ModesInfo()


def test_a_word_this_version_does_not_know_costs_its_own_setting_not_the_hall(
    tmp_path: Path, known: Remembered
) -> None:
    path = tmp_path / "hall.json"
    remember(path, known)
    told = json.loads(path.read_bytes())
    told["site"]["kiosks"][0]["modes"] |= {"theme": "sepia", "size": "XXL", "hand": "left"}
    path.write_text(json.dumps(told), "utf-8")
    found = remembered(path)
    assert found is not None
    assert found.site.name == known.site.name
    assert found.site.kiosks[0].modes == wire.ModesInfo(hand="left")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"site": {"kiosks": 3}}', '{"at": "no"}'])
def test_what_cannot_be_read_is_no_hall(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hall.json"
    path.write_text(text, "utf-8")
    assert remembered(path) is None
