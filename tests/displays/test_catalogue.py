"""The words of the display side: both languages whole, spoken as a person would say them."""

import pytest
from fluent.syntax import FluentParser, ast

from displays.catalogue import LANGUAGES, catalogues, known_language
from hall.texts import catalogue_source


def keys(language: str) -> set[str]:
    resource = FluentParser().parse(catalogue_source("displays", language))
    assert not [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    messages = [entry for entry in resource.body if isinstance(entry, ast.Message)]
    return {message.id.name for message in messages} | {
        f"{message.id.name}.{attribute.id.name}"
        for message in messages
        for attribute in message.attributes
    }


def test_both_languages_have_the_same_keys() -> None:
    assert keys("zh-CN") == keys("en")


def test_a_call_is_spoken_with_digits_one_by_one_and_window_two_as_two() -> None:
    chinese = catalogues()("zh-CN").spoken("call-spoken", number="A017", window="2")
    assert chinese == "请诶零幺七号，到二号窗口。"
    assert "幺" not in catalogues("一")("zh-CN").spoken("call-spoken", number="A017", window="2")
    english = catalogues()("en").spoken("call-spoken", number="A017", window="2")
    assert english == "Number A zero one seven, please go to window two."


@pytest.mark.parametrize(
    ("tag", "known"), [("zh-CN", "zh-CN"), ("zh", "zh-CN"), ("en-GB", "en"), ("ug", None)]
)
def test_a_language_tag_finds_its_catalogue(tag: str, known: str | None) -> None:
    assert known_language(tag) == known
    assert catalogues()(tag).language in LANGUAGES
