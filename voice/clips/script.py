"""What a speaker must record for a hall: the fewest pieces that say every call, no more.

Each piece is read inside a whole sentence (its carrier) and cut out: words read alone sound like
a list.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from voice.clips.cutting import canonical
from voice.clips.lines import SpokenLine, TicketOne
from voice.phrasing import Manner, normalise, phrase
from voice.plan import pieces

_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One piece to record, and the sentence to read it in."""

    says: str
    carrier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HallNumbers:
    """What varies in a hall's calls."""

    prefixes: Sequence[str]
    windows: Sequence[int]


def recordings(
    lines: Sequence[SpokenLine], hall: HallNumbers, language: str, ticket_one: TicketOne = "幺"
) -> list[Recording]:
    """Return what must be recorded, in the order of reading, each piece once."""
    found: dict[str, Recording] = {}
    for line in lines:
        some = _varying(line, hall, language, ticket_one) if line.varies else _whole(line, language)
        for one in some:
            found.setdefault(canonical(one.says), one)
    found.pop("", None)
    return list(found.values())


def sentences(lines: Sequence[SpokenLine], hall: HallNumbers, language: str) -> Iterator[str]:
    """Yield pieces that together need every recording: each prefix, digit and window once."""
    for line in lines:
        for number, window in _samples(hall) if line.varies else [("A0", 1)]:
            words = normalise(line.words(number, window), language)
            yield from (piece.words for piece in pieces(words, language))


def _samples(hall: HallNumbers) -> Iterator[tuple[str, int]]:
    prefixes, windows = list(hall.prefixes) or [""], list(hall.windows) or [1]
    for prefix in prefixes:
        yield f"{prefix}{_DIGITS}", windows[0]
    for window in windows:
        yield f"{prefixes[0]}{_DIGITS}", window


def _whole(line: SpokenLine, language: str) -> Iterator[Recording]:
    words = normalise(line.words("", 0), language)
    for piece in pieces(words, language):
        yield Recording(says=_tidy(piece.words), carrier=words)


def _varying(
    line: SpokenLine, hall: HallNumbers, language: str, ticket_one: TicketOne
) -> Iterator[Recording]:
    prefixes, windows = list(hall.prefixes) or [""], list(hall.windows) or [1]
    for window in windows:
        number = f"{prefixes[0]}{_DIGITS[0]}"
        words = normalise(line.words(number, window), language)
        said = _ticket(number, language, ticket_one)
        for piece in pieces(words, language):
            for part in piece.words.split(said) if said in piece.words else [piece.words]:
                yield Recording(says=_tidy(part), carrier=words)
    for prefix in prefixes:
        for says in _letters(prefix, language, ticket_one):
            words = normalise(line.words(f"{prefix}{_DIGITS[1]}", windows[0]), language)
            yield Recording(says=says, carrier=words)
    for digit in _DIGITS:
        words = normalise(line.words(f"{prefixes[0]}{digit}{digit}", windows[0]), language)
        yield Recording(says=_digit(digit, language, ticket_one), carrier=words)


def _ticket(number: str, language: str, ticket_one: TicketOne) -> str:
    if not language.startswith(("zh", "en")):
        return number
    return phrase("ticket", number, language, Manner(ticket_one=ticket_one))


def _letters(prefix: str, language: str, ticket_one: TicketOne) -> list[str]:
    """Return how each letter of a prefix is said."""
    found = []
    for letter in prefix:
        said = zip(
            _ticket(f"{letter}0", language, ticket_one),
            _ticket(f"{letter}1", language, ticket_one),
            strict=False,
        )
        found.append("".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], said)))
    return [name.strip() for name in found]


def _digit(digit: str, language: str, ticket_one: TicketOne) -> str:
    before = _letters("A", language, ticket_one)[0]
    return _ticket(f"A{digit}", language, ticket_one).removeprefix(before).strip()


def _tidy(words: str) -> str:
    return words.strip(" ，。,.；;：:！!？?、")


def sheet(found: Sequence[Recording], language: str) -> str:
    """Return the speaker's sheet: file, what to record, the sentence to read it in."""
    rows = [
        f"Recording sheet, {language}: {len(found)} recordings",
        "",
        "Read the whole sentence on the right, as if somebody waited for it; then cut out the part",
        "in the middle and save it under the name on the left (WAV, mono, 16 bit, 44100 or 48000",
        "samples a second, about -20 dB, no more than a tenth of a second of silence at the ends).",
        "One speaker, one microphone, one room, one day.",
        "",
    ]
    for index, one in enumerate(found, start=1):
        rows.append(f"{_file(index)}\t{one.says}\t{one.carrier}")
    return "\n".join(rows) + "\n"


def manifest(found: Sequence[Recording], language: str, *, call: str = "") -> str:
    """Return the `clips.toml` that goes with the sheet; name, speaker and licence to be filled."""
    rows = [
        f"name = {_quoted(f'{language} voice')}",
        f"language = {_quoted(language)}",
        'speaker = ""                                 # who spoke',
        'licence = ""                                 # what the speaker agreed to, and when',
    ]
    if call:
        rows.append(f"call = {_quoted(call)}")
    for index, one in enumerate(found, start=1):
        rows += ["", "[[clip]]", f"says = {_quoted(one.says)}", f"file = {_quoted(_file(index))}"]
        rows.append(f"carrier = {_quoted(one.carrier)}")
    return "\n".join(rows) + "\n"


def _file(index: int) -> str:
    return f"{index:03d}.wav"


def _quoted(text: str) -> str:
    """Return a TOML string: JSON's is one."""
    return json.dumps(text, ensure_ascii=False)
