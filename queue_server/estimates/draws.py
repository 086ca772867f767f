"""Chance, without a clock or a generator: the same hall always draws the same lots.

A walk is repeated some rounds, a prime number of them. Each thing that chance decides has a name
(a ticket, a window, a service); over the rounds it draws every stratum once, in an order of its
own that its name decides. So few rounds suffice, what is drawn for one ticket does not change
when another comes, and ranges do not flicker.
"""

from functools import cache, lru_cache
from math import exp, log, sqrt
from statistics import NormalDist
from zlib import crc32

STRATA = 61
ROUNDS = (37, 23, 13)
"""How many rounds a walk may have; primes, so that a stride reaches every stratum."""


@lru_cache(maxsize=4096)
def lots(name: str, rounds: int) -> tuple[int, ...]:
    """Return what a name draws in each round: strata 0 to 60, spread evenly over the rounds."""
    seed = crc32(name.encode())
    stride, start = seed % (rounds - 1) + 1, (seed >> 12) % rounds
    return tuple(
        (2 * ((start + stride * number) % rounds) + 1) * STRATA // (2 * rounds)
        for number in range(rounds)
    )


def chance(lot: int) -> float:
    """Return the middle of a stratum of the unit interval."""
    return (lot + 0.5) / STRATA


@cache
def normal() -> tuple[float, ...]:
    """Return the normal distribution's value in each stratum."""
    return tuple(NormalDist().inv_cdf(chance(lot)) for lot in range(STRATA))


@lru_cache(maxsize=512)
def lengths(mean: float, spread: float) -> tuple[float, ...]:
    """Return a log-normal length in each stratum, shortest first; their mean is ``mean``."""
    sigma = sqrt(log(1 + spread * spread))
    raw = [exp(sigma * value) for value in normal()]
    scale = mean * STRATA / sum(raw)
    return tuple(value * scale for value in raw)


@lru_cache(maxsize=512)
def factors(name: str, unsure: float, rounds: int) -> tuple[float, ...]:
    """Return a factor around one for each round: what is not known well differs by round."""
    return tuple(exp(unsure * normal()[lot]) for lot in lots(name, rounds))
