"""S-20: a number without end is read digit by digit, at once, in every language."""

from collections.abc import Callable

import pytest

from voice.phrasing import english_rules, mandarin_rules, turkic

READERS: dict[str, Callable[[str], str]] = {
    "en": english_rules.read_numbers,
    "ug": lambda text: turkic.read_numbers(text, "ug"),
    "zh": mandarin_rules.read_numbers,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("lang", READERS)
def test_s_20_digits_without_end_take_no_time_to_say(lang: str) -> None:
    said = READERS[lang](f"a {'9' * 20_000} b")
    assert not any(letter in "0123456789" for letter in said)
    assert said.startswith("a")
    assert said.endswith("b")


def test_s_20_digits_of_a_long_number_are_all_said() -> None:
    assert mandarin_rules.read_numbers("7" * 41) == "七" * 41
    assert mandarin_rules.read_numbers(f"编号{'7' * 60}。") == f"编号{'七' * 60}。"
