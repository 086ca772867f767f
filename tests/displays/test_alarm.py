"""An alarm on every sign: somebody's own words or the catalogue's, and never a dark panel."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from displays.alarm import alarm_items
from displays.catalogue import catalogues
from displays.hall_state import Danger, HallView
from displays.playlist import Item
from displays.sign_plan import Moment, SignSetup, plan_sign
from displays.signs.commands import Area, Show
from displays.signs.port import SignCapabilities, Wiring
from displays.signs.registry import family, family_names
from queue_server.wire import Emergency

AREA = Area(width=128, height=32)
FAMILIES = family_names()
LANGUAGES = ("zh-CN", "en")


def able_of(name: str) -> SignCapabilities:
    return family(name).capabilities(family(name).profile(None))


def fire(**text: str) -> Emergency:
    words = {language.replace("_", "-"): each for language, each in text.items()}
    return Emergency(id="e", kind="fire", since=datetime(2026, 11, 23, tzinfo=UTC), text=words)


def items(emergency: Emergency, able: SignCapabilities) -> list[Item]:
    return list(alarm_items(emergency, AREA, able, None, catalogues(), LANGUAGES))


def joined(found: list[Item]) -> str:
    """All pages but the headlines between them, as a reader takes them in."""
    texts = [" ".join(item.page.text.split()) for item in found]
    return " ".join(text for text in texts if text != "FIRE")


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize(
    "emergency",
    [
        fire(),
        fire(en="Don’t use the lift – “Gate 3” is open…", zh_CN="请走三号门，“不要”乘电梯"),
        fire(en="请走三号门", zh_CN="请走三号门"),
        fire(ug="ئوت كەتتى"),
        fire(en="🔥🔥", zh_CN="🔥"),
    ],
    ids=["none", "typographic", "no English", "another language", "nothing that can be drawn"],
)
def test_every_sign_shows_words_in_an_alarm_whatever_was_typed(
    name: str, emergency: Emergency
) -> None:
    found = family(name)
    able = able_of(name)
    sign = SignSetup(id="s", zone="a", window=None, area=AREA, able=able)
    view = HallView(danger=Danger(emergency=emergency, seq=3))
    moment = Moment(view=view, held_until={}, shown_since={}, now=1.0)
    page = plan_sign(sign, moment, catalogues(), LANGUAGES).page
    assert page is not None
    assert page.text.strip()
    wiring = Wiring(profile=found.profile(None))
    for item in items(emergency, able):
        assert item.page.text.strip()
        assert "?" not in "".join(found.encode(Show(page=item.page), wiring).remarks)


@pytest.mark.parametrize("name", ["alpha", "am03127"])
def test_a_sign_without_such_marks_shows_the_same_words_in_plain_ones(name: str) -> None:
    said = joined(items(fire(en="Don’t use the lift – “Gate 3” is open"), able_of(name)))
    assert said == 'Don\'t use the lift - "Gate 3" is open'


@pytest.mark.parametrize("name", ["alpha", "am03127"])
def test_own_words_a_sign_cannot_draw_give_way_to_the_halls(name: str) -> None:
    assert items(fire(en="请走三号门"), able_of(name)) == items(fire(), able_of(name))


def test_long_own_words_are_shown_whole_and_every_page_comes_after_what_it_is_about() -> None:
    own = "三楼配电间起火，一号和二号楼梯有烟，请从南门和东门离开，不要乘电梯，不要回头取东西"
    for name in ("bx-k", "ddp"):
        texts = [item.page.text for item in items(fire(zh_CN=own), able_of(name))]
        texts = [text.replace(" ", "").replace("\n", "") for text in texts]
        last = max(at for at, text in enumerate(texts) if text and text in own)
        headlines, told = texts[: last + 1 : 2], texts[1 : last + 1 : 2]
        assert len(told) >= 2
        assert "".join(told) == own
        assert set(headlines) == {"着火了"}
        assert "FIRE" in texts[last + 1]


@pytest.mark.parametrize("name", FAMILIES)
def test_no_page_between_headlines_begins_within_a_clause(name: str) -> None:
    for words, begins in (
        ("Fire on floor 3 – don’t use the lift", ("Fire", "don")),
        (
            "Please all of you who are still on the second floor do not under any circumstances "
            "use the lift now",
            ("Please",),
        ),
    ):
        found = items(fire(en=words), able_of(name))
        texts = [" ".join(item.page.text.split()) for item in found]
        after = [text for before, text in pairwise(texts) if before == "FIRE"]
        after = [text for text in after if text != "FIRE. Leave now"]
        assert after
        assert all(text.startswith(begins) for text in after)
