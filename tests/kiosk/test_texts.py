"""The kiosk's catalogues: whole in both languages, kind, short, and said as people speak."""

import re
from importlib import resources

import pytest
from fluent.syntax import FluentParser, ast, visitor

from kiosk.flow.wording import Words, kiosk_texts
from voice.phrasing import normalise
from voice.plan import plan
from voice.utterance import Earcon, Say, Utterance
from voice.virtual import estimate_seconds

LANGUAGES = ("zh-CN", "en")
BUTTONS = (
    "foot-home", "foot-staff", "foot-reach", "foot-reach-on", "foot-display", "foot-back",
    "foot-help", "page-previous", "page-next", "confirm-take", "results-change", "offline-retry",
    "warn-continue", "staff-continue", "settings-done",
)  # fmt: skip
VALUES: dict[str, object] = {"code": "482913", "time": "09:30",
    "n": 2, "i": 2, "page": 2, "count": 3, "low": 15, "high": 25, "window": 3, "seconds": 45,
    "number": "A017", "phone": "12385", "day": 23, "month": 11, "weekday": 1,
}  # fmt: skip


def messages(language: str) -> dict[str, ast.Message]:
    source = (resources.files("kiosk") / "texts" / f"{language}.ftl").read_text("utf-8")
    parsed = FluentParser().parse(source)
    junk = [entry.content for entry in parsed.body if isinstance(entry, ast.Junk)]
    assert not junk
    return {entry.id.name: entry for entry in parsed.body if isinstance(entry, ast.Message)}


def variables(pattern: ast.BaseNode) -> set[str]:
    found: set[str] = set()

    class Visit(visitor.Visitor):
        def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
            found.add(node.id.name)

    Visit().visit(pattern)
    return found


def values(message: ast.Message) -> dict[str, object]:
    return {name: VALUES.get(name, "某项") for name in variables(message)}


def test_both_languages_have_the_same_messages_and_variables() -> None:
    chinese, english = messages("zh-CN"), messages("en")
    assert chinese.keys() == english.keys()
    for key, message in chinese.items():
        assert variables(message) == variables(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_40_every_message_has_words_for_the_eye_and_for_the_ear(language: str) -> None:
    texts = kiosk_texts(language)
    for key, message in messages(language).items():
        told = values(message)
        assert texts.written(key, **told).strip(), key
        assert normalise(texts.spoken(key, **told), language).strip(), key


def test_nobody_is_addressed_without_respect_or_blamed() -> None:
    source = (resources.files("kiosk") / "texts" / "zh-CN.ftl").read_text("utf-8")
    for word in ("你", "亲，", "！", "失败", "超时", "接口", "404", "错误"):
        assert word not in source, word


@pytest.mark.parametrize("key", BUTTONS)
def test_a_button_has_at_most_six_han(key: str) -> None:
    assert len(re.findall(r"[\u4e00-\u9fff]", kiosk_texts("zh-CN").written(key))) <= 6


def test_a_54_numbers_are_spoken_from_their_type() -> None:
    words = Words("zh-CN")
    assert words.say("issued-number", number="A017").count("诶零幺七") == 2
    assert words.say("position", i=2, n=2) == "第二项，共两项"
    assert words.say("my-called", window=2) == "正在叫您，请到二号窗口"
    assert "十五到二十五分钟" in words.say("issued-wait", low=15, high=25)
    assert words.say("hall-hotline", phone="12385") == "咨询电话，幺二三八五"
    assert words.say("pay", low="3200", high="4000") == "每月三千二百到四千元"


@pytest.mark.parametrize("key", ["speech-welcome", "speech-welcome-touch"])
@pytest.mark.parametrize(
    ("language", "hall"),
    [("zh-CN", "安平县残疾人就业服务大厅"), ("en", "Anping Disabled People's Employment Hall")],
)
def test_a_30_the_first_message_takes_at_most_twelve_seconds(
    key: str, language: str, hall: str
) -> None:
    said = kiosk_texts(language).spoken(key, hall=hall)
    utterance = Utterance(id="w", parts=(Earcon("activate"), Say(said, language)))

    seconds = sum(estimate_seconds(step) for step in plan(utterance))

    assert 5 < seconds <= 12
