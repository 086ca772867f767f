"""Policies, routing, opening and appointments: what cannot be is told with a remedy."""

import pytest

from config.loader import DEMO_SITE, site_from_text
from hall.errors import ConfigError

DEMO = DEMO_SITE.read_text("utf-8")
CREDITS = DEMO[DEMO.index("credit_minutes = {") :].split("\n", 1)[0]


def with_line(section: str, line: str) -> str:
    """The demo hall with one more line below a section's head; a key there is taken out."""
    head, _, rest = DEMO.partition(f"[{section}]\n")
    key = line.split(" ", 1)[0]
    kept = [each for each in rest.split("\n") if each.split(" ", 1)[0] != key]
    return f"{head}[{section}]\n{line}\n" + "\n".join(kept)


def faults_of(text: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as refused:
        site_from_text(text, "site.toml")
    assert all(fault.remedy for fault in refused.value.faults)
    return {fault.key: fault.problem for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("section", "line", "key"),
    [
        ("priority", 'policy = "fair"', "priority.policy"),
        ("priority", "strict_minutes = 5", "priority.strict_minutes"),
        ("priority", "ratio = [0, 1]", "priority.ratio"),
        ("priority", "ratio = [1]", "priority.ratio"),
        ("routing", "fit_minutes = 500", "routing.fit_minutes"),
        ("issuing", "overtime_minutes = -1", "issuing.overtime_minutes"),
        ("appointments", "slot_minutes = 0", "appointments.slot_minutes"),
        ("appointments", "per_slot = 0", "appointments.per_slot"),
        ("appointments", "credit_minutes = 999", "appointments.credit_minutes"),
        ("hall.hours", "after_minutes = 9999", "hall.hours.after_minutes"),
    ],
)
def test_a_rule_that_cannot_be_is_told_by_its_key(section: str, line: str, key: str) -> None:
    assert key in faults_of(with_line(section, line))


@pytest.mark.parametrize("policy", ["strict", "ratio"])
def test_a_policy_needs_somebody_to_put_first(policy: str) -> None:
    nobody = with_line("priority", f'policy = "{policy}"').replace(CREDITS, "credit_minutes = {}")
    assert "priority.policy" in faults_of(nobody)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('policy = "head_start"', "提前 15 到 30 分钟"),
        ('policy = "strict"', "早到 240 分钟以上"),
        ('policy = "ratio"', "每叫 2 位"),
    ],
)
def test_the_rule_in_words_follows_the_policy(line: str, told: str) -> None:
    site = site_from_text(with_line("priority", line), "site.toml")
    assert told in site.priority.sentence["zh-CN"]
    assert site.priority.sentence["en"]


def test_a_language_without_a_catalogue_needs_the_halls_own_sentence() -> None:
    third = DEMO.replace('languages = ["zh-CN", "en"]', 'languages = ["zh-CN", "en", "mn"]')
    assert "priority.sentence" in faults_of(third)


def test_single_needs_may_get_more() -> None:
    more = "by_need = { slow_walker = { grace_s = 180, hold_s = 90 } }"
    site = site_from_text(with_line("grace", more), "site.toml")
    allowance = site.grace.by_need["slow_walker"]
    assert (allowance.grace_s, allowance.repeats, allowance.hold_s) == (180, 0, 90)
    wrong = "by_need = { walking = { grace_s = 180 } }"
    assert "grace.by_need" in faults_of(with_line("grace", wrong))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('colour = "#f0c040"', "hall.colour"),
        ('colour = "blue"', "hall.colour"),
        ('emblem = "../../etc/passwd"', "hall.emblem"),
        ('emblem = "seal.svg"', "hall.emblem"),
    ],
)
def test_an_emblem_is_a_picture_and_white_can_be_read_on_the_colour(line: str, key: str) -> None:
    assert key in faults_of(with_line("hall", line))


def test_a_dark_colour_is_good() -> None:
    assert site_from_text(with_line("hall", 'colour = "#1d4f91"'), "f").hall.colour == "#1d4f91"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('week = { mon = ["17:00-09:00"] }', "'17:00-09:00' is not a span of time"),
        ('week = { mon = ["09:00-12:00", "11:00-13:00"] }', "09:00-12:00 and 11:00-13:00 overlap"),
        ('holidays = ["1 October"]', "'1 October' is not a date"),
    ],
)
def test_hours_are_spans_apart_and_holidays_are_dates(line: str, problem: str) -> None:
    assert problem in faults_of(with_line("hall.hours", line)).values()


def test_every_fault_has_the_same_words_in_both_languages() -> None:
    from hall.texts import catalogue_source

    def keys(language: str) -> list[str]:
        lines = catalogue_source("config", language).splitlines()
        return [line.split(" =")[0] for line in lines if " =" in line and line[0] in "f "]

    assert keys("zh-CN") == keys("en")
