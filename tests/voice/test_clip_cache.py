"""Kept sound: the same samples and words again without the engine, never more than allowed."""

from collections.abc import Callable

from voice.clip_cache import ClipCache, ClipKey
from voice.port import PcmSink, Span, WordReached


class Engine:
    """Makes the same two chunks with a word before each, and counts."""

    def __init__(self, chunk: bytes = b"\1\1" * 50) -> None:
        self.made = 0
        self.chunk = chunk

    def speak(self, sink: PcmSink, reached: WordReached) -> bool:
        self.made += 1
        for index in range(2):
            reached((index, index + 1))
            if not sink(self.chunk):
                return False
        return True


class Heard:
    def __init__(self, stop_after: int | None = None) -> None:
        self.pcm: list[bytes] = []
        self.words: list[Span] = []
        self._stop_after = stop_after

    def sink(self, pcm: bytes) -> bool:
        self.pcm.append(pcm)
        return self._stop_after is None or len(self.pcm) < self._stop_after


def key(words: str = "到三号窗口", rate: int = 100, voice: str = "espeak-ng") -> ClipKey:
    return ClipKey(words=words, lang="zh-CN", rate=rate, voice=voice)


def said(cache: ClipCache, engine: Engine, which: ClipKey) -> Heard:
    heard = Heard()
    assert cache.speak(which, engine.speak, heard.sink, heard.words.append)
    return heard


def test_the_second_time_sounds_the_same_without_the_engine() -> None:
    cache, engine = ClipCache(), Engine()
    first, second = said(cache, engine, key()), said(cache, engine, key())
    assert engine.made == 1
    assert (first.pcm, first.words) == (second.pcm, second.words)
    assert second.words == [(0, 1), (1, 2)]
    assert (cache.hits, cache.misses, cache.bytes) == (1, 1, 200)


def test_another_text_rate_voice_or_language_is_made_anew() -> None:
    cache, engine = ClipCache(), Engine()
    for which in (key(), key("到二号窗口"), key(rate=120), key(voice="clips")):
        said(cache, engine, which)
    said(cache, engine, ClipKey(words="到三号窗口", lang="en", rate=100, voice="espeak-ng"))
    assert engine.made == 5


def test_the_least_lately_used_is_given_up_and_the_bound_holds() -> None:
    cache, engine = ClipCache(most_bytes=600), Engine()
    for words in ("一", "二", "三"):
        said(cache, engine, key(words))
    said(cache, engine, key("一"))
    said(cache, engine, key("四"))
    assert cache.bytes == 600
    assert key("二") not in cache
    assert all(key(words) in cache for words in ("一", "三", "四"))


def test_a_piece_larger_than_the_whole_cache_is_said_and_not_kept() -> None:
    cache, engine = ClipCache(most_bytes=150), Engine()
    said(cache, engine, key())
    assert (len(cache), cache.bytes) == (0, 0)


def test_a_piece_that_was_stopped_is_not_kept() -> None:
    cache, engine = ClipCache(), Engine()
    heard = Heard(stop_after=1)
    assert not cache.speak(key(), engine.speak, heard.sink)
    assert key() not in cache


def test_a_kept_piece_can_be_stopped() -> None:
    cache, engine = ClipCache(), Engine()
    said(cache, engine, key())
    heard = Heard(stop_after=1)
    assert not cache.speak(key(), engine.speak, heard.sink)
    assert len(heard.pcm) == 1


def test_what_broke_is_not_kept() -> None:
    def broken(_sink: PcmSink, _reached: WordReached) -> bool:
        raise RuntimeError("engine broke")

    cache = ClipCache()
    maker: Callable[[PcmSink, WordReached], bool] = broken
    try:
        cache.speak(key(), maker, Heard().sink)
    except RuntimeError:
        assert key() not in cache
    else:
        raise AssertionError("the engine's failure was swallowed")
