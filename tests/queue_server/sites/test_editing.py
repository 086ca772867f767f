"""Keys are set in the text people wrote: comments, order and other keys stay."""

import tomllib
from typing import Any

import pytest

from config.loader import DEMO_SITE, site_from_text
from queue_server.sites.editing import with_steps
from queue_server.sites.places import steps_between, value_at
from queue_server.wire.settings import SettingStep

DEMO = DEMO_SITE.read_text("utf-8")


def changed(*steps: tuple[str, Any]) -> str:
    return with_steps(DEMO, [SettingStep(key=key, after=after) for key, after in steps])


def lines_between(before: str, after: str) -> set[str]:
    return set(after.splitlines()) ^ set(before.splitlines())


def test_one_name_changes_one_line_and_keeps_its_comment() -> None:
    text = changed(("hall.region", "150200"))

    assert lines_between(DEMO, text) == {
        'region = "150000"                            # six digits of the administrative division',
        'region = "150200"                            # six digits of the administrative division',
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hall.name.en", "Hall of \"Quotes\" \\ and 'more'"),
        ("service[policy].names", {"zh-CN": "政策咨询处", "en": "Policies"}),
        ("service[policy].quota", 40),
        ("service[policy].open", False),
        ("hall.hours.week.mon", ["09:00-12:00", "13:00-17:00"]),
        ("hall.hours.holidays", ["2026-10-01"]),
        ("priority.credit_minutes.elder", 25),
        ("window[w2].breaks", ["12:00-12:30"]),
        ("feedback.final_days", 10),
    ],
)
def test_a_key_set_is_read_back_and_no_other_differs(key: str, value: Any) -> None:
    text = changed((key, value))

    before, after = tomllib.loads(DEMO), tomllib.loads(text)
    assert value_at(after, key) == value
    found = steps_between(before, after)
    assert {step.key for step in found} <= {key, *(f"{key}.{each}" for each in ("zh-CN", "en"))}
    assert [line for line in DEMO.splitlines() if line.startswith("#")] == [
        line for line in text.splitlines() if line.startswith("#")
    ]


def test_every_change_goes_back_to_the_same_values() -> None:
    text = changed(
        ("service[policy].quota", 40),
        ("hall.hours.always", False),
        ("hall.hours.week.tue", ["09:00-10:00"]),
        ("service[employers]", None),
        ("window[w9]", {"id": "w9", "number": 9, "services": ["policy"], "zone": "a"}),
    )
    before, after = tomllib.loads(DEMO), tomllib.loads(text)

    back = [
        SettingStep(key=step.key, before=step.after, after=step.before, place=step.place)
        for step in steps_between(before, after)
    ]
    again = tomllib.loads(with_steps(text, back))
    again["hall"]["hours"] = {k: v for k, v in again["hall"]["hours"].items() if v}

    assert again == before


def test_a_service_that_goes_takes_its_table_and_leaves_its_neighbours_comments() -> None:
    text = changed(("service[employers]", None), ("window[w1].services", ["unemployment"]))

    assert "employers" not in {each["id"] for each in tomllib.loads(text)["service"]}
    comments = [line.strip() for line in DEMO.splitlines() if line.strip().startswith("#")]
    assert [line.strip() for line in text.splitlines() if line.strip().startswith("#")] == comments


def test_the_file_stays_one_a_technician_can_go_on_with() -> None:
    text = changed(
        ("service[new]", {
            "id": "new", "prefix": "Z", "names": {"zh-CN": "新业务", "en": "New"},
            "minutes": 5, "icon": "form",
        }),
        ("window[w1].services", ["unemployment", "new"]),
    )  # fmt: skip

    site = site_from_text(text, "site.toml")
    assert site.service("new").prefix == "Z"
    assert '\n[[service]]\nid = "new"\nprefix = "Z"\n' in text
    assert "\n\n\n" not in text
