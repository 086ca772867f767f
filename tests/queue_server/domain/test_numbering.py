"""Ordinary numbers stop below whatever else gives numbers, and none is given twice."""

from dataclasses import replace

import pytest

from config.rules import Issuing
from config.site import OfflineRange, Site
from hall.errors import RuleError
from queue_server.domain.numbering import (
    after_restoring,
    last_ordinary,
    next_number,
    split_number,
)


def with_ranges(site: Site, *firsts: int, paper_first: int = 9701) -> Site:
    """The hall with a kiosk for each range that begins so."""
    kiosks = tuple(
        replace(site.kiosks[0], offline_range=OfflineRange(first=first, last=first + 98))
        for first in firsts
    )
    issuing = replace(site.issuing, paper_first=paper_first, paper_last=paper_first + 98)
    return replace(site, kiosks=kiosks, issuing=issuing)


@pytest.mark.parametrize(
    ("firsts", "paper_first", "last"),
    [
        ((9101, 9301), 9701, 9100),
        ((9301, 9101), 9701, 9100),
        ((9801,), 9701, 9700),
        ((), 9701, 9700),
        ((1001,), 9701, 1000),
    ],
)
def test_ordinary_numbers_end_below_the_lowest_range(
    firsts: tuple[int, ...], paper_first: int, last: int, site: Site
) -> None:
    hall = with_ranges(site, *firsts, paper_first=paper_first)
    assert last_ordinary(hall) == last
    assert next_number(hall, "A", last - 1) == last
    with pytest.raises(RuleError) as refusal:
        next_number(hall, "A", last)
    assert refusal.value.code == "numbers_used_up"


def test_no_number_has_more_than_four_digits_whatever_the_site_says(site: Site) -> None:
    hall = with_ranges(site, paper_first=12_001)
    assert last_ordinary(hall) == 9999
    assert next_number(hall, "A", 9998) == 9999
    with pytest.raises(RuleError):
        next_number(hall, "A", 9999)


def test_a_restored_hall_leaves_the_lower_half_to_what_is_on_paper(site: Site) -> None:
    hall = with_ranges(site, 9101)
    assert after_restoring(hall, 0) == 4550
    assert after_restoring(hall, 4550) == 4550
    assert after_restoring(hall, 4551) == 4551
    assert next_number(hall, "A", after_restoring(hall, 120)) == 4551


@pytest.mark.parametrize("written", ["", "A", "ABC", "A12B", "A-", "１２x"])
def test_what_is_no_number_is_said_to_be_none(written: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        split_number(written)


@pytest.mark.parametrize(
    ("written", "parts"), [("A001", ("A", 1)), ("AB9999", ("AB", 9999)), ("7", ("", 7))]
)
def test_a_written_number_is_its_prefix_and_its_counter(
    written: str, parts: tuple[str, int]
) -> None:
    assert split_number(written) == parts


def test_slips_are_as_the_site_says(site: Site) -> None:
    assert (Issuing().paper_first, site.issuing.paper_first) == (9701, 9701)
