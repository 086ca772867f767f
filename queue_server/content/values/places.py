"""Names of places as six-digit codes, from the names the hall knows.

The hall knows the provinces, what places with codes have taught it (``regions.names_in``), and the
table an operator gave it (``hall90 content regions``). A name that several places share is read
as the one nearest to home, else not at all.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from queue_server.content.regions import PROVINCES

_ENDINGS = re.compile(
    r"(?:壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|自治州|地区|盟|市|自治县|自治旗|新区|县|区|旗)$"
)
_BLANKS = re.compile(r"[\s·/,，、>-]+")

_NO_NAMES = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")


class Places:
    """The tree of regions by name. ``home`` is the hall's own code; the nearest to it is meant."""

    def __init__(self, names: Mapping[str, str], home: str = "") -> None:
        self._home = home
        self._children: dict[str, dict[str, str]] = defaultdict(dict)
        self._counties: dict[str, list[str]] = defaultdict(list)
        known = {f"{code}0000": name for code, name in PROVINCES.items()} | dict(names)
        for code in sorted(known):
            self._add(code, known[code])

    def code_of(self, *written: str) -> str:
        """Return the code of a place, told whole or by parts from the largest; empty if unknown."""
        text = _BLANKS.sub("", "".join(part for part in written if part not in _NO_NAMES))
        code = ""
        while (found := self._child(code, text)) is not None:
            code, text = found
            if not text or code[4:] != "00":
                return code
        if code:
            return self._municipal(code, text)
        return self._alone(text)

    def inside(self, code: str) -> tuple[str, ...]:
        """Return the codes of the places directly within one."""
        return tuple(sorted(set(self._children.get(code, {}).values())))

    def _add(self, code: str, name: str) -> None:
        parent = _parent(code)
        for spelled in _spellings(name):
            self._children[parent].setdefault(spelled, code)
            if parent:
                self._counties[spelled].append(code)

    def _child(self, parent: str, text: str) -> tuple[str, str] | None:
        names = self._children.get(parent)
        if not names:
            return None
        for length in range(min(len(text), 12), 1, -1):
            if (code := names.get(text[:length])) is not None:
                return code, _without_ending(text[length:], code)
        return None

    def _municipal(self, code: str, text: str) -> str:
        """Return the county of a province whose text names no city: 北京市海淀区."""
        if not code.endswith("0000"):
            return code
        for length in range(min(len(text), 12), 1, -1):
            inside = [c for c in self._counties.get(text[:length], ()) if c[:2] == code[:2]]
            if len(inside) == 1:
                return inside[0]
        return code

    def _alone(self, text: str) -> str:
        """Return the place a text begins with, the one nearest to home where several share it."""
        for length in range(min(len(text), 12), 1, -1):
            if (codes := self._counties.get(text[:length])) is None:
                continue
            for depth in (4, 2):
                near = {c for c in codes if self._home and c[:depth] == self._home[:depth]}
                if len(near) == 1:
                    return self._deeper(near.pop(), text[length:])
            if len(set(codes)) == 1:
                return self._deeper(codes[0], text[length:])
            return ""
        return ""

    def _deeper(self, code: str, text: str) -> str:
        found = self._child(code, text)
        return code if found is None else found[0]


def _parent(code: str) -> str:
    if code.endswith("0000"):
        return ""
    return f"{code[:2]}0000" if code.endswith("00") else f"{code[:4]}00"


def _spellings(name: str) -> Iterable[str]:
    yield name
    short = _ENDINGS.sub("", name)
    if len(short) >= 2 and short != name:
        yield short


def _without_ending(text: str, code: str) -> str:
    """Take a level's own ending off what follows a short name: 包头 then 市青山区."""
    if code.endswith("0000"):
        return re.sub(r"^(?:自治区|特别行政区|省|市)", "", text)
    return re.sub(r"^(?:自治州|地区|盟|市)", "", text) if code.endswith("00") else text
