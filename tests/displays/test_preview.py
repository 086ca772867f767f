"""A preview is drawn from the very bytes a sign would be sent, and says what people trip over."""

import base64
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from PIL import Image

from displays.cli import display
from displays.preview import preview_alarm, preview_notice, sentence
from displays.previewing import answer
from displays.signs.registry import family_names
from hall.errors import HallError
from queue_server.wire import DisplayRules, Emergency, Notice, SignInfo


def sign(**settings: Any) -> SignInfo:
    usual: dict[str, Any] = {
        "id": "s1",
        "family": "bx-k",
        "profile": "5k",
        "link": "mem:x",
        "zone": "a",
        "area": (0, 0, 128, 32),
        "window": None,
        "address": None,
        "colour": None,
        "pitch_mm": 4.75,
        "distance_m": 4.0,
    }
    return SignInfo(**usual | settings)


def notice(text: str, **more: Any) -> Notice:
    return Notice(id="n", text={"zh-CN": text, **more.pop("words", {})}, dwell_s=60, **more)


def codes(info: SignInfo, one: Notice, *languages: str) -> list[str]:
    return [each.code for each in preview_notice(info, one, languages or ("zh-CN",)).warnings]


@pytest.mark.parametrize("name", family_names())
def test_every_family_shows_what_it_will_show(name: str) -> None:
    info = sign(family=name, profile="", area=(0, 0, 128, 32))
    preview = preview_notice(info, notice("停电", words={"en": "No power"}), ("zh-CN", "en"))
    assert preview.frames
    for picture, seconds in preview.frames:
        assert any(picture.rgb)
        assert seconds >= 4


def test_a_good_notice_has_no_warning() -> None:
    assert codes(sign(), notice("下午三点停电")) == []


@pytest.mark.parametrize(
    ("info", "one", "code", "words"),
    [
        (sign(), notice("停电😀"), "taken-out", "😀"),
        (sign(), notice("长" * 500), "cut", "zh-CN"),
        (sign(), notice("一二三四五六七八九十" * 6), "many-pages", "4"),
        (sign(), notice("镕先生今天不在，请到二号窗口"), "replaced", "镕→rong"),
        (sign(), notice("阿克苏绿洲食品有限责任公司招工五名"), "shortened", "有限责任公司→公司"),
        (sign(distance_m=12.0), notice("停电"), "too-small", "57 < 147 mm"),
        (sign(pitch_mm=None), notice("停电"), "unmeasured", ""),
        (sign(family="nonesuch"), notice("停电"), "undrivable", "nonesuch"),
    ],
)
def test_what_people_would_trip_over_is_told(
    info: SignInfo, one: Notice, code: str, words: str
) -> None:
    found = {each.code: each for each in preview_notice(info, one, ("zh-CN",)).warnings}
    assert code in found
    assert words in found[code].detail
    for language in ("zh-CN", "en"):
        told = sentence(found[code], language)
        assert words.replace("zh-CN", "中文") in told


def test_languages_without_words_or_letters_are_told() -> None:
    uyghur = notice("停电", words={"ug": "توك ئۈزۈلىدۇ"})
    assert codes(sign(), uyghur, "zh-CN", "ug", "en") == ["language-left-out", "no-words"]


def test_an_alarm_is_previewed_too() -> None:
    fire = Emergency(id="e", kind="fire", since=datetime(2026, 11, 23, tzinfo=UTC))
    preview = preview_alarm(sign(), fire, ("zh-CN", "en"))
    assert preview.texts[0].startswith("着火了")
    assert preview.warnings == ()
    broken = preview_alarm(sign(family="nonesuch"), fire, ("zh-CN",))
    assert [each.code for each in broken.warnings] == ["undrivable"]


def test_a_sign_that_is_not_to_show_a_notice_says_so_first() -> None:
    for targets, told in (
        ((), False),
        (("zone:a",), False),
        (("sign:s1",), False),
        (("zone:b", "board:b1"), True),
    ):
        found = codes(sign(window="w3"), notice("停电", targets=targets))
        assert ("not-here" in found[:1]) is told, targets
    assert codes(sign(), notice("停电", audience=("board",))) == ["not-here"]


def test_a_hall_whose_long_words_move_sees_them_move() -> None:
    long = notice("下午三点到五点全楼停电检修，请合理安排时间，给您带来不便敬请谅解")
    assert "moves" not in codes(sign(), long)
    moving = preview_notice(sign(), long, ("zh-CN",), DisplayRules(long_text="scroll"))
    assert "moves" in [each.code for each in moving.warnings]
    raw = {
        "signs": [msgspec.to_builtins(sign())],
        "notice": msgspec.to_builtins(long),
        "display": {"long_text": "scroll"},
    }
    told = json.loads(answer(json.dumps(raw).encode()))
    assert "moves" in [each["code"] for each in told["items"][0]["warnings"]]


@pytest.mark.parametrize(
    ("info", "text", "code", "words"),
    [
        (sign(distance_m=12.0), {}, "too-small", "57 < 147 mm"),
        (sign(pitch_mm=None), {}, "unmeasured", ""),
        (sign(), {"ug": "ئوت كەتتى"}, "language-left-out", "ug"),
        (sign(family="am03127", profile=""), {"en": "请走三号门"}, "catalogue", "en"),
        (sign(family="am03127", profile=""), {"zh-CN": "快走"}, "language-left-out", "zh-CN"),
        (sign(), {"zh-CN": "🔥"}, "catalogue", "zh-CN"),
        (sign(), {"zh-CN": "快走🔥"}, "taken-out", "🔥"),
        (sign(), {"zh-CN": "走" * 500}, "cut", "zh-CN"),
        (sign(family="ddp", profile="rgb"), {"zh-CN": "\u1740出"}, "no-picture", "\u1740"),
    ],
)
def test_what_people_would_trip_over_in_an_alarm_is_told(
    info: SignInfo, text: dict[str, str], code: str, words: str
) -> None:
    since = datetime(2026, 11, 23, tzinfo=UTC)
    fire = Emergency(id="e", kind="fire", since=since, text=text)
    preview = preview_alarm(info, fire, ("zh-CN", "en"))
    assert preview.frames
    found = {each.code: each for each in preview.warnings}
    assert code in found
    assert words in found[code].detail
    assert all(sentence(found[code], language) for language in ("zh-CN", "en"))


def test_the_command_answers_json_and_writes_pictures(tmp_path: Path) -> None:
    signs = [sign(), sign(id="s2", family="ddp", profile="rgb")]
    request = {
        "signs": [msgspec.to_builtins(each) for each in signs],
        "languages": ["zh-CN", "en"],
        "notice": {"id": "n", "text": {"zh-CN": "停电", "en": "No power today"}},
        "language": "en",
    }
    raw = json.dumps(request).encode()
    told = json.loads(answer(raw))
    assert [item["sign"] for item in told["items"]] == ["s1", "s2"]
    with Image.open(io.BytesIO(base64.b64decode(told["items"][0]["png"]))) as image:
        assert image.n_frames == 2  # type: ignore[attr-defined]  # animated PNG
        assert image.width > 128

    said = CliRunner().invoke(display, ["preview", "--png", str(tmp_path)], input=raw)
    assert said.exit_code == 0
    assert json.loads(said.output)["items"][0]["png"] == str(tmp_path / "s1.png")
    assert (tmp_path / "s2.png").stat().st_size > 500


def test_nonsense_is_refused_with_a_reason() -> None:
    with pytest.raises(HallError, match="not understood"):
        answer(b"[]")
    with pytest.raises(HallError, match="neither"):
        answer(b'{"signs": [%s]}' % _as_json(sign()))


def _as_json(info: SignInfo) -> bytes:
    return msgspec.json.encode(info)
