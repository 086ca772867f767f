"""Small cells withheld: nobody is to be found in a table by being the only one of a kind.

A cell of fewer than ``k`` visitors is withheld. So that the total does not tell it after all,
further cells are withheld, smallest first, until at least two are, and together hold ``k``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Which cells may be shown. ``total`` tells whether the sum of all may be."""

    cells: frozenset[str]
    total: bool


def withhold(counts: Mapping[str, int], k: int = SMALLEST_SHOWN) -> Withheld:
    """Return the cells (and whether the total) that are not to be shown."""
    filled = sorted((count, cell) for cell, count in counts.items() if count > 0)
    everybody = sum(count for count, _ in filled)
    if 0 < everybody < k:
        return Withheld(cells=frozenset(cell for _, cell in filled), total=True)
    hidden = [(count, cell) for count, cell in filled if count < k]
    others = filled[len(hidden) :]
    while hidden and others and (len(hidden) < 2 or sum(count for count, _ in hidden) < k):
        hidden.append(others.pop(0))
    return Withheld(cells=frozenset(cell for _, cell in hidden), total=False)


def shown(counts: Mapping[str, int], k: int = SMALLEST_SHOWN) -> dict[str, int | None]:
    """Return counts with the small ones, and whatever would tell them, as None."""
    hidden = withhold(counts, k)
    return {cell: None if cell in hidden.cells else count for cell, count in sorted(counts.items())}
