"""The first run's answers make a site file that holds, and that a person can read."""

import pytest

from config.loader import site_from_text
from hall.errors import ConfigError
from queue_server.sites.founding import Answers, NewService, founded, number_of, usual_services

ANSWERED = Answers(
    name={"zh-CN": "某旗残疾人就业服务大厅", "en": "A Banner's Hall"},
    region="150421", hotline="0476-12385", public_url="http://10.0.0.5:8090", windows=4,
    services=usual_services()[:3],
)  # fmt: skip


def test_the_answers_make_a_hall_with_all_its_parts() -> None:
    site = site_from_text(founded(ANSWERED), "site.toml")

    assert site.hall.name["zh-CN"] == "某旗残疾人就业服务大厅"
    assert [each.number for each in site.windows] == [1, 2, 3, 4]
    assert all(len(each.services) == 3 for each in site.windows)
    assert site.hall.hours.week["mon"] == ("09:00-12:00", "13:30-17:00")
    assert "sat" not in site.hall.hours.week
    assert not site.signs
    assert site.priority.credit_minutes


def test_a_service_of_ones_own_and_one_language_are_enough() -> None:
    own = NewService(id="s1", prefix="Z", names={"zh-CN": "残疾证办理", "en": ""})
    answered = Answers(
        name={"zh-CN": "大厅", "en": ""}, region="150421", hotline="1",
        public_url="http://x", services=(own,), always=True,
    )  # fmt: skip

    site = site_from_text(founded(answered), "site.toml")

    assert site.hall.languages == ("zh-CN",)
    assert site.hall.hours.always


def test_what_was_not_answered_yet_is_a_fault_with_its_key() -> None:
    with pytest.raises(ConfigError) as told:
        site_from_text(founded(Answers()), "site.toml")

    keys = {fault.key for fault in told.value.faults}
    assert {"hall.region", "hall.name", "service", "hall.public_url"} <= keys


@pytest.mark.parametrize(
    ("typed", "taken"), [("5", 5), (" 12 ", 12), ("0", 1), ("999", 40), ("x", 3)]
)
def test_a_number_of_windows_is_one_a_hall_can_have(typed: str, taken: int) -> None:
    assert number_of(typed, 3) == taken


def test_the_file_begins_with_what_to_do_with_it() -> None:
    text = founded(ANSWERED)

    assert text.startswith("# This hall's settings")
    assert "\n[hall]\n" in text
    assert "\n[hall.hours]\n" in text
    assert "\n[[window]]\n" in text
