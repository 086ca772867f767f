"""Sound kept for saying it again: a hall's announcements are a few hundred pieces over and over.

A piece is known by its words, language, rate and the engine that says it, so another voice or
another rate never sounds out of the cache. Memory only: what was said ends with the process.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voice.port import PcmSink, Span, WordReached, ignore_words

#: About twelve minutes of speech at 22,050 samples a second.
MOST_BYTES = 32 * 1024 * 1024

Maker = Callable[[PcmSink, WordReached], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipKey:
    """What makes two pieces sound the same."""

    words: str
    lang: str
    rate: int
    voice: str


class ClipCache:
    """Pieces by key, the least lately used given up first. For one thread."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._clips: OrderedDict[ClipKey, tuple[bytes | Span, ...]] = OrderedDict()
        self.bytes = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._clips)

    def __contains__(self, key: ClipKey) -> bool:
        return key in self._clips

    def speak(
        self, key: ClipKey, make: Maker, sink: PcmSink, reached: WordReached = ignore_words
    ) -> bool:
        """Hand over a piece's samples and words: kept ones, else made ones that are then kept.

        False when the sink refused; a piece that was not made whole is not kept.
        """
        kept = self._clips.get(key)
        if kept is not None:
            self.hits += 1
            self._clips.move_to_end(key)
            return _replay(kept, sink, reached)
        self.misses += 1
        made: list[bytes | Span] = []

        def keep(pcm: bytes) -> bool:
            if pcm:
                made.append(pcm)
            return sink(pcm)

        def note(word: Span) -> None:
            made.append(word)
            reached(word)

        whole = make(keep, note)
        if whole:
            self._keep(key, tuple(made))
        return whole

    def _keep(self, key: ClipKey, clip: Sequence[bytes | Span]) -> None:
        size = _size(clip)
        if size > self._most:
            return
        self._clips[key] = tuple(clip)
        self.bytes += size
        while self.bytes > self._most:
            _, oldest = self._clips.popitem(last=False)
            self.bytes -= _size(oldest)


def _replay(clip: Sequence[bytes | Span], sink: PcmSink, reached: WordReached) -> bool:
    for item in clip:
        if isinstance(item, tuple):
            reached(item)
        elif not sink(item):
            return False
    return True


def _size(clip: Sequence[bytes | Span]) -> int:
    return sum(len(item) for item in clip if isinstance(item, bytes))
