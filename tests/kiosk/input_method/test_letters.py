"""Pinyin letters become words: today's own first, told apart for the ear, nothing learned."""

from collections.abc import Iterator

import pytest

from kiosk.input_method.glosses import decent, gloss, told_apart
from kiosk.input_method.lexicon import Word, lexicon_of, read_aloud
from kiosk.input_method.methods import InputMethods
from kiosk.input_method.pinyin import PinyinDecoder, open_decoder
from queue_server import wire


def terms(*counted: tuple[str, int]) -> list[wire.Suggestion]:
    return [wire.Suggestion(text=text, count=count) for text, count in counted]


@pytest.fixture(scope="module")
def decoder() -> Iterator[PinyinDecoder]:
    opened = open_decoder()
    assert opened is not None, "libgooglepinyin0 is missing: hall90 installs it for tests"
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("letters", "word"), [("shukong", "数控"), ("canjiren", "残疾人"), ("xi'an", "西安")]
)
def test_letters_become_words(decoder: PinyinDecoder, letters: str, word: str) -> None:
    assert (word, len(letters)) in decoder.words(letters, 5)


def test_a_shorter_word_uses_up_only_its_own_letters(decoder: PinyinDecoder) -> None:
    words = dict(decoder.words("shukongche", 10))
    assert words["数控"] == len("shukong")


def test_letters_that_mean_nothing_offer_nothing(decoder: PinyinDecoder) -> None:
    assert decoder.words("v", 5) == []
    assert decoder.words("", 5) == []
    assert decoder.words("护理", 5) == []


def test_a_82_the_dictionary_learns_nothing_of_a_visitor(decoder: PinyinDecoder) -> None:
    before = decoder.words("baojieyuan", 8)
    for _ in range(50):
        decoder.words("baojie", 40)
        decoder.following("保", 8)
    assert decoder.words("baojieyuan", 8) == before


def test_a_character_is_told_by_a_word_everybody_knows() -> None:
    assert gloss("保", lambda _: ["证人"]) == "保护"
    assert gloss("残", lambda _: ["忍"]) == "残疾"
    assert gloss("龘", lambda _: []) == ""
    assert gloss("龘", lambda _: ["尸", "鱼"]) == "龘鱼", "nothing unfit is said unasked"
    assert all(character in word for character, word in told_apart().items())
    assert len(told_apart()) > 1000


def test_indecent_words_are_not_offered_unasked() -> None:
    assert not decent("妓院")
    assert decent("消毒员")


async def test_todays_words_come_first_and_homophones_are_told_apart() -> None:
    methods = InputMethods(handwriting=lambda: None)
    try:
        found = await methods.spelled("bao", terms(("保安", 9)))
    finally:
        methods.close()
    assert (found[0].text, found[0].count, found[0].takes) == ("保安", 9, 3)
    single = {one.text: one.gloss for one in found if len(one.text) == 1}
    assert single["保"] == "保护"
    assert single["包"] == "包子"


async def test_a_gloss_comes_from_todays_own_words_where_it_can() -> None:
    methods = InputMethods(handwriting=lambda: None)
    methods.lexicon = lexicon_of(read_aloud(terms(("数控车工", 40))))
    try:
        found = await methods.spelled("shu", ())
    finally:
        methods.close()
    assert next(one.gloss for one in found if one.text == "数") == "数控车工"


async def test_words_that_sound_the_same_are_told_by_the_character_they_differ_in() -> None:
    methods = InputMethods(pinyin=lambda: None, handwriting=lambda: None)
    found = await methods.spelled("gongshi", terms(("公式", 3), ("公事", 2), ("工时", 1)))
    told = {one.text: one.gloss for one in found}
    assert told["公式"] == "样式" or told["公式"] == "式样"
    assert told["公事"] == "事情"
    assert told["工时"] == "", "another tone is heard"


async def test_without_the_libraries_todays_words_are_still_offered() -> None:
    methods = InputMethods(pinyin=lambda: None, handwriting=lambda: None)
    found = await methods.spelled("bao", terms(("保安", 9)))
    assert [one.text for one in found] == ["保安"]
    assert await methods.written((((0.1, 0.1), (0.9, 0.1)),)) == ()
    assert not methods.writes


@pytest.mark.parametrize(
    "typed", ["25", "bj", "baoj", "baojie", "226543", "保洁", "洁", "jie", "BJ", "bao jie"]
)
def test_the_copy_finds_words_by_keys_initials_syllables_and_text(typed: str) -> None:
    lexicon = lexicon_of(read_aloud(terms(("保洁", 7), ("文员", 4), ("司机", 2))))
    assert [one.text for one in lexicon.completing(typed, 9)] == ["保洁"]


def test_the_copy_offers_the_most_frequent_first_and_no_more_than_asked() -> None:
    lexicon = lexicon_of(read_aloud(terms(("保安", 9), ("保洁", 70), ("包装", 30))))
    assert [one.text for one in lexicon.completing("b", 2)] == ["保洁", "包装"]
    assert lexicon.completing("", 5) == ()
    assert lexicon.completing("x", 5) == ()


def test_a_word_spelled_whole_comes_before_a_longer_one() -> None:
    longer = Word("机关保洁员们", 9, ("ji", "guan", "bao", "jie", "yuan", "men"))
    whole = Word("机关保洁员", 1, ("ji", "guan", "bao", "jie", "yuan"))
    lexicon = lexicon_of([longer, whole])
    for typed in ("jgbjy", "54259", "jiguanbaojieyuan", "机关保洁员"):
        assert [one.text for one in lexicon.completing(typed, 2)] == ["机关保洁员", "机关保洁员们"]
    assert lexicon.completing("jg", 1)[0].text == "机关保洁员们"


def test_a_word_that_only_ends_in_what_was_typed_does_not_come_first() -> None:
    frequent = Word("保洁员们", 9, ("bao", "jie", "yuan", "men"))
    ends = Word("机关保洁员", 1, ("ji", "guan", "bao", "jie", "yuan"))
    found = lexicon_of([frequent, ends]).completing("bjy", 2)
    assert [one.text for one in found] == ["保洁员们", "机关保洁员"]


def test_words_known_before_are_not_read_again() -> None:
    first = read_aloud(terms(("重庆小面", 1)))
    assert first[0].syllables == ("chong", "qing", "xiao", "mian")
    again = read_aloud(terms(("重庆小面", 5)), [first[0]])
    assert (again[0].count, again[0].syllables) == (5, first[0].syllables)
