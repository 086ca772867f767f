"""Configuration tells which signs people cannot read from where they sit (A-85)."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from config.cli import config
from config.loader import DEMO_SITE, load_site
from config.site import Sign
from displays.legibility import examine_sign, legible, needed_mm, number_dots, readable_to_m
from displays.signs.registry import family
from hall.ids import SignId, ZoneId


def sign(**settings: Any) -> Sign:
    usual: dict[str, Any] = {
        "id": SignId("s1"),
        "family": "bx-k",
        "profile": "5k",
        "link": "tcp:127.0.0.1:9521",
        "zone": ZoneId("a"),
        "area": (0, 0, 128, 32),
        "pitch_mm": 4.75,
        "distance_m": 4.0,
    }
    return Sign(**usual | settings)


def told(one: Sign) -> list[str]:
    return [finding.id for finding in examine_sign(one, ["zh-CN", "en"])]


@pytest.mark.parametrize(("metres", "millimetres"), [(3, 37), (5, 61), (8, 98), (10, 122)])
def test_a_85_the_height_is_the_standards(metres: float, millimetres: int) -> None:
    assert round(needed_mm(metres)) == millimetres
    assert readable_to_m(needed_mm(metres)) == pytest.approx(metres)


def test_a_sign_that_is_near_enough_is_good() -> None:
    assert told(sign()) == []


def test_a_sign_too_far_away_is_told_with_the_distance_it_serves() -> None:
    [finding] = examine_sign(sign(distance_m=8.0), ["zh-CN"])
    assert finding.severity == "soon"
    assert "57 mm high; from 8 m people need 98 mm" in finding.what
    assert "read from 4.7 m" in finding.what
    assert "board nearer" in finding.remedy


def test_larger_letters_are_taken_where_the_distance_asks_for_them() -> None:
    able = family("ddp").capabilities("rgb")
    assert legible(able, 4.75, 4.0).cells == (16, 24, 32)
    assert legible(able, 4.75, 8.0).cells == (32,)
    assert legible(able, 4.75, 30.0).cells == able.cells
    tall = sign(family="ddp", profile="rgb", distance_m=8.0)
    assert told(tall) == []


def test_unmeasured_small_dim_and_unknown_signs_are_told() -> None:
    assert told(sign(pitch_mm=None)) == ["sign-measures-s1"]
    assert told(sign(area=(0, 0, 32, 16), distance_m=1.0)) == ["sign-size-s1"]
    assert told(sign(colour="red")) == ["sign-colour-s1"]
    assert told(sign(family="nonesuch")) == ["sign-family-s1"]


def test_letter_only_signs_have_seven_dots() -> None:
    able = family("am03127").capabilities("letters")
    assert number_dots(able.cells[0], able.letter_width) == 7


def test_config_check_tells_it_and_still_calls_the_file_right(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(DEMO_SITE.read_text("utf-8").replace("distance_m = 4.5", "distance_m = 9"))

    answer = CliRunner().invoke(config, ["check", str(file), "--json"])
    said = json.loads(answer.output)
    assert answer.exit_code == 0
    assert {each["id"] for each in said["warnings"]} == {
        "sign-height-sign-w1",
        "sign-height-sign-w3",
    }
    words = CliRunner().invoke(config, ["check", str(file)]).output
    assert "from 9 m people need 110 mm" in words


def test_the_demo_hall_is_read_from_everywhere() -> None:
    site = load_site()
    assert [told(replace(each)) for each in site.signs] == [[], []]
