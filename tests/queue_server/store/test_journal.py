"""The journal's chain: whatever is changed in it shows."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from queue_server.store.journal import GENESIS, broken_at, row_hash
from queue_server.store.records import JournalRow


def _chain(length: int) -> list[JournalRow]:
    rows, before, at = [], GENESIS, datetime(2026, 11, 23, tzinfo=UTC)
    for seq in range(1, length + 1):
        before = row_hash(before, seq, at, "kind", True, f'{{"n":{seq}}}')
        data = f'{{"n":{seq}}}'
        rows.append(JournalRow(seq=seq, at=at, kind="kind", public=True, data=data, hash=before))
    return rows


@given(st.integers(0, 8), st.sampled_from(["change", "drop", "swap", "hide", "kind"]))
def test_any_tampering_with_the_journal_is_found(place: int, how: str) -> None:
    rows = _chain(10)
    assert broken_at(rows) is None
    match how:
        case "change":
            rows[place] = replace(rows[place], data='{"n":99}')
        case "drop":
            del rows[place]
        case "swap":
            rows[place], rows[place + 1] = rows[place + 1], rows[place]
        case "hide":
            rows[place] = replace(rows[place], public=False)
        case _:
            rows[place] = replace(rows[place], kind="other")
    assert broken_at(rows) == place + 1


def test_a_chain_of_an_earlier_program_still_holds() -> None:
    """These two hashes stand in halls' journals: another way to reckon them breaks every one."""
    at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    data = '{"day":"2026-11-23","by":"hall"}'
    first = row_hash("0" * 64, 1, at, "day_opened", True, data)
    assert first == "359fce401f496af7ccee4e7b12f0040f4f375fcdfefab85231b81a117b71f322"
    second = row_hash(first, 2, at.replace(second=1, microsecond=500_000), "noted", False, "{}")
    assert second == "6440a6d78ed26b5580eb5eacaa3b7ad6eca1312422c399c919440198e2b0dad4"
    assert GENESIS == "0" * 64
