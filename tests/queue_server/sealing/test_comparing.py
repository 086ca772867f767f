"""What signed heads say of rows, decided in memory: every fault by its kind, row and key."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from hall.errors import HallError
from queue_server.sealing.comparing import Verdict, compare
from queue_server.sealing.exporting import examine_export
from queue_server.sealing.head import KEY, RESTORED, Head, journal_signer, read_head, sign
from queue_server.sealing.ledger import add_to, carry, heads_in, together
from queue_server.sealing.standing import words
from queue_server.store.journal import GENESIS, broken_at, row_hash
from queue_server.store.records import JournalRow
from queue_server.sync.signing import Signer

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return journal_signer(tmp_path_factory.mktemp("own"), "demo")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return journal_signer(tmp_path_factory.mktemp("other"), "demo")


def journal(signer: Signer, *kinds: str) -> list[JournalRow]:
    """A whole journal that announces the key in its first row."""
    rows, before = list[JournalRow](), GENESIS
    announced = msgspec.json.encode({"key": signer.name, "public": signer.public}).decode()
    for seq, kind in enumerate((KEY, *kinds), start=1):
        data = announced if kind == KEY else f'{{"n":{seq}}}'
        before = row_hash(before, seq, AT, kind, True, data)
        rows.append(JournalRow(seq=seq, at=AT, kind=kind, public=True, data=data, hash=before))
    return rows


def head(signer: Signer, row: JournalRow, hall: str = "demo", epoch: str = "e") -> Head:
    return sign(signer, hall=hall, epoch=epoch, row=row, at=AT)


def held(
    rows: Sequence[JournalRow], *heads: Head, trusted: frozenset[str] = frozenset()
) -> Verdict:
    return compare(rows, heads, hall="demo", epoch="e", trusted=trusted)


def faults(found: Verdict) -> list[tuple[str, int]]:
    return [(each.kind, each.seq) for each in found.faults]


def test_a_journal_as_signed_is_whole_up_to_its_newest_head(signer: Signer) -> None:
    rows = journal(signer, "a", "b", "c")
    heads = [head(signer, rows[2]), head(signer, rows[1])]
    found = held(rows, *heads)
    assert (found.rows, found.faults, found.left_out) == (4, (), 0)
    assert found.signed == heads[0]
    assert found.keys == {signer.name: signer.public}
    assert held(rows) == Verdict(rows=4, signed=None, keys={}, faults=(), left_out=0)
    assert held([], *heads[:1]).signed is None


def test_a_cut_tail_is_cut_and_a_changed_row_rewritten(signer: Signer) -> None:
    rows = journal(signer, "a", "b", "c")
    last, middle = head(signer, rows[3]), head(signer, rows[1])
    found = held(rows[:3], last, middle)
    assert faults(found) == [("cut", 4)]
    assert found.signed == middle
    other = journal(signer, "x", "b", "c")
    found = held(other, middle, last)
    assert faults(found) == [("rewritten", 2)]
    assert found.signed is None


def test_behind_a_broken_chain_no_head_counts(signer: Signer) -> None:
    rows = journal(signer, "a", "b", "c")
    heads = [head(signer, each) for each in rows]
    for broken in range(1, 5):
        spoilt = [*rows]
        spoilt[broken - 1] = replace(rows[broken - 1], public=False)
        found = held(spoilt, *heads)
        assert faults(found)[0] == ("chain", broken)
        assert found.signed == (heads[broken - 2] if broken > 1 else None)
        assert found.rows == 4


def test_a_missing_row_breaks_the_numbering(signer: Signer) -> None:
    rows = journal(signer, "a", "b")
    assert faults(held([rows[0], rows[2]])) == [("chain", 2)]
    assert broken_at([rows[0], rows[2]]) == 2
    assert broken_at(rows[1:]) == 1


def test_a_changed_head_is_forged_and_one_of_another_hall_is_elsewhere(signer: Signer) -> None:
    rows = journal(signer, "a", "b")
    good = head(signer, rows[1])
    for forged in (
        msgspec.structs.replace(good, seq=3),
        msgspec.structs.replace(good, hash=rows[2].hash),
        msgspec.structs.replace(good, at=(AT + timedelta(hours=1)).isoformat()),
        msgspec.structs.replace(good, epoch="f"),
        msgspec.structs.replace(good, what="hall90 feed"),
        msgspec.structs.replace(good, sig=good.sig[::-1]),
    ):
        found = held(rows, forged)
        assert [kind for kind, _ in faults(found)] == ["forged"]
        assert found.signed is None
        assert not forged.holds()
    assert faults(held(rows, head(signer, rows[1], hall="other"))) == [("elsewhere", 2)]


def test_a_signature_for_something_else_is_no_head_of_a_journal(signer: Signer) -> None:
    rows = journal(signer, "a")
    told = {**head(signer, rows[1]).told(), "what": "hall90 feed"}
    for name in ("alg", "key", "public", "sig"):
        del told[name]
    assert not read_head(signer.signed(told)).holds()


def test_a_key_counts_from_the_row_that_announces_it(signer: Signer, stranger: Signer) -> None:
    rows = journal(signer, "a", "b")
    assert faults(held(rows, head(stranger, rows[1]))) == [("unannounced", 2)]
    assert faults(held(rows, head(signer, rows[0]))) == []
    unnamed = replace(rows[0], kind="a")
    assert ("unannounced", 1) in faults(held([unnamed], head(signer, rows[0])))


def test_a_key_known_from_elsewhere_needs_no_word_of_the_journal(
    signer: Signer, stranger: Signer
) -> None:
    rows = journal(signer, "a")
    trusted = frozenset({stranger.public})
    assert faults(held(rows, head(stranger, rows[1]), trusted=trusted)) == []
    found = held(rows, head(signer, rows[1]), trusted=trusted)
    assert faults(found) == [("stranger", 2)]
    assert words(found) == [
        f"row 2 is signed by {signer.name}, which is not the key you named",
    ]


def test_what_a_restore_undid_is_counted_and_nothing_of_this_life(signer: Signer) -> None:
    rows = journal(signer, "a", RESTORED, "b")
    gone = journal(signer, "x", "y", "z", "zz")
    undone = [head(signer, gone[at], epoch="before") for at in (2, 4)]
    found = held(rows, *undone)
    assert (found.left_out, faults(found)) == (2, [])
    early = journal(signer, "x")
    assert faults(held(rows, head(signer, early[1], epoch="before"))) == [("rewritten", 2)]
    assert faults(held(rows, head(signer, gone[4]))) == [("cut", 5)]
    assert held(rows, head(signer, rows[1], epoch="before")).left_out == 0


def test_a_thousand_heads_tell_one_fault_once(signer: Signer) -> None:
    rows = journal(signer, "a", "b")
    gone = journal(signer, *"abcdefgh")
    found = held(rows, *(head(signer, each) for each in gone[4:]))
    assert faults(found) == [("cut", 5)]


def test_each_fault_is_told_in_words_with_its_row(signer: Signer) -> None:
    rows = journal(signer, "a", "b", "c")
    other = [*rows[:2], replace(rows[2], data="{}")]
    told = words(held(other, head(signer, rows[1], hall="x"), head(signer, rows[3])))
    assert [each.split(":")[0] for each in told] == [
        "the journal's chain breaks at row 3",
        "the signed head of row 2 is another hall's",
        "the journal was signed up to row 4 and no longer reaches it",
    ]


def test_heads_are_read_from_every_place_once(signer: Signer, tmp_path: Path) -> None:
    rows = journal(signer, "a", "b")
    heads = [head(signer, each) for each in rows]
    assert together(heads[:2], heads[1:], heads) == heads
    for one in heads:
        assert read_head(one.told()) == read_head(msgspec.json.encode(one)) == one
    file, disk = tmp_path / "heads.jsonl", tmp_path / "disk"
    disk.mkdir()
    assert heads_in(file) == []
    for one in heads[:2]:
        add_to(file, one)
    carry(file, disk)
    add_to(file, heads[2])
    add_to(file, heads[2])
    carry(file, disk)
    assert heads_in(disk / file.name) == heads
    assert len(heads_in(file)) == 4
    (tmp_path / "folder").mkdir()
    with pytest.raises(HallError, match="cannot be read"):
        heads_in(tmp_path / "folder")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b'{"hall90_journal":2,"hall":"h","epoch":"e"}\n', "newer program"),
        (b"", "no exported journal"),
        (b'{"hall90_journal":1,"hall":"h","epoch":"e"}\n{"head":{}}\n', "line 2 is no signed head"),
        (b'{"hall90_journal":1,"hall":"h","epoch":"e"}\n{"seq":1}\n', "line 2 is no row"),
        (
            b'{"hall90_journal":1,"hall":"h","epoch":"e"}\n'
            b'{"seq":1,"at":"noon","kind":"k","public":true,"data":"{}","hash":"0"}\n',
            "line 2 is no row",
        ),
    ],
)
def test_a_file_that_is_no_export_says_where(line: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_bytes(line)
    with pytest.raises(HallError, match=told):
        examine_export(file, [], frozenset())
    with pytest.raises(HallError, match="cannot be read"):
        examine_export(tmp_path / "nothing", [], frozenset())
