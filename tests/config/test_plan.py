"""A site file's plan, pages, questions and kiosk settings: every slip is told with its remedy."""

import re

import pytest

from config.loader import DEMO_SITE, load_site, site_from_text
from hall.errors import ConfigError

TEXT = DEMO_SITE.read_text("utf-8")


def faults(before: str, after: str) -> str:
    assert before in TEXT
    with pytest.raises(ConfigError) as refused:
        site_from_text(TEXT.replace(before, after, 1), "site.toml")
    assert all(fault.remedy for fault in refused.value.faults)
    return " / ".join(f"{fault.key} {fault.problem}" for fault in refused.value.faults)


def test_the_demo_hall_has_a_way_from_its_kiosk_to_every_window() -> None:
    site = load_site()
    assert {each.window for each in site.hall_map.places if each.window} == {
        window.id for window in site.windows
    }


def test_a_hall_without_a_plan_is_a_whole_hall() -> None:
    start = TEXT.index("# The plan, in millimetres")
    end = TEXT.index("# Pages of the hall's own words")
    site = site_from_text(TEXT[:start] + TEXT[end:], "site.toml")
    assert site.hall_map.width_mm == 0


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("x = 16500\ny = 2500", "x = 26500\ny = 2500", "'w1' stands outside the plan"),
        ('window = "w4"', 'window = "w9"', "no window 'w9'"),
        ('kiosk = "k1"', 'kiosk = "k7"', "no kiosk 'k7'"),
        ('ends = ["far", "w4"]', 'ends = ["far", "w44"]', "no place 'w44'"),
        ('ends = ["far", "w4"]', 'ends = ["door", "hub"]', "no way leads from a kiosk to 'w4'"),
        ('names = { zh-CN = "大门", en = "Entrance" }', 'names = { zh-CN = "大门" }',
         "names has no text for en"),
        ("step_mm = 600", "step_mm = 6", "is no step"),
        ("final_days = 15", "final_days = 0", "feedback.final_days 0 is out of bounds"),
        ('en = "Could you get around the hall easily?"', 'de = "?"', "has no text for en"),
        ('# modes = { size = "L", reach = true }', 'modes = { rate = 9 }',
         "kiosk[1].modes.rate 9 is out of bounds"),
        ('# modes = { size = "L", reach = true }', 'modes = { language = "mn" }',
         "'mn' is not offered"),
    ],
)  # fmt: skip
def test_a_slip_is_told_where_it_stands(before: str, after: str, told: str) -> None:
    assert told in faults(before, after)


def test_a_kiosks_settings_for_whoever_comes_next_are_read() -> None:
    text = re.sub(r"# modes = .*", 'modes = { size = "XL", reach = true, easy = true }', TEXT)
    modes = site_from_text(text, "site.toml").kiosks[0].modes
    assert (modes.size, modes.reach, modes.easy, modes.theme) == ("XL", True, True, "default")
