"""S-20: every target of the fuzzing campaign, a small dose: its seeds, and seeds made wrong."""

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from displays.signs.alpha.requests import FILE
from displays.signs.alpha.simulator import AlphaStandIn
from displays.signs.port import Wiring
from displays.signs.registry import family
from tools.fuzzing.seeds import SEEDS
from tools.fuzzing.targets import TARGETS


@lru_cache(maxsize=1)
def seeds_of(name: str) -> tuple[bytes, ...]:
    return tuple(SEEDS[name]())


@pytest.mark.parametrize("name", TARGETS)
def test_s_20_what_is_right_is_read_without_a_fault(name: str) -> None:
    assert seeds_of(name)
    for seed in seeds_of(name):
        TARGETS[name](seed)


@st.composite
def spoilt(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """One of the seeds cut, with other bytes in it or a piece of it many times over."""
    seed = draw(st.sampled_from(seeds))
    start = draw(st.integers(0, len(seed)))
    end = draw(st.integers(start, min(len(seed), start + 40)))
    middle = draw(st.one_of(st.binary(max_size=40), st.just(seed[start:end] * 30)))
    return seed[:start] + middle + seed[end:]


@pytest.mark.parametrize("name", TARGETS)
def test_s_20_what_is_wrong_is_refused_by_the_error_named_for_it(name: str) -> None:
    slow = name in {"site-file", "spreadsheet"}

    @settings(max_examples=settings().max_examples // (10 if slow else 4))
    @given(spoilt(seeds_of(name)))
    def any_bytes(data: bytes) -> None:
        TARGETS[name](data)

    any_bytes()


@pytest.mark.parametrize("code", [b"\x1c\xff", b"\x1c", b"\x1c1"])
def test_s_20_a_colour_that_is_no_letter_is_left_out_by_the_stand_in(code: bytes) -> None:
    sign = AlphaStandIn(Wiring(profile=family("alpha").profiles[0]))
    sign.begin()
    sign.files[FILE] = code + b"A017"
    assert sign.seen() is not None
