"""S-26: the journal's signed heads; a cut tail, a replaced key and a forged head are found."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pysqlite3 import dbapi2

from config.rules import Backup
from config.site import Site
from hall.cli import root
from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.content.service import ContentService
from queue_server.domain.actors import SYSTEM
from queue_server.jobs import check, write_export
from queue_server.sealing.exporting import examine_export
from queue_server.sealing.head import Head, journal_signer, sign
from queue_server.sealing.keeping import Sealing
from queue_server.sealing.ledger import add_to, heads_in
from queue_server.sealing.standing import glance, heads_file
from queue_server.service.machine import Machine, back_up, restore
from queue_server.service.running import RunningHall
from queue_server.store import tables
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.journal import row_hash
from queue_server.store.loading import rows_before
from queue_server.store.records import JournalRow
from queue_server.today.watching import Today

_HOUR = 3600.0


class Hall:
    """A running hall, who signs its journal, and ways to tamper with it."""

    def __init__(self, hall: RunningHall, clock: ManualClock, folder: Path) -> None:
        self.hall = hall
        self.clock = clock
        self.folder = folder
        self.above: list[dict[str, Any]] = []
        self.sealing = Sealing(hall, clock, folder, self.above.append)
        self.machine = Machine(hall=hall, content=ContentService(folder, clock))
        self._acts = 0

    async def act(self, times: int = 1) -> None:
        """Let something happen that the journal tells."""
        for _ in range(times):
            self._acts += 1
            await self.hall.create_token(SYSTEM, role="reader", name=f"u{self._acts}", window=None)

    async def act_and_seal(self, times: int = 2) -> Head:
        await self.act(times)
        await self.clock.advance(_HOUR)
        head = await self.sealing.look()
        assert head is not None
        return head

    def change(self, statement: str, *values: object) -> None:
        """Change the database behind the hall's back, as whoever holds the disk can."""
        with closing(dbapi2.connect(str(self.folder / FILE_NAME))) as connection:
            connection.execute(statement, values)
            connection.commit()

    def cut_after(self, head: Head, *, heads_too: bool = False) -> None:
        self.change("DELETE FROM journal WHERE seq > ?", head.seq)
        if heads_too:
            gone = "DELETE FROM documents WHERE kind='journal_head' AND id > ?"
            self.change(gone, f"{head.seq:012d}")

    async def problems(self) -> str:
        return "\n".join((await check(self.machine, {}))["problems"])

    async def export(self, name: str = "journal.jsonl") -> Path:
        file = self.folder / name
        await write_export(self.machine, {"file": str(file)})
        return file


@pytest.fixture
def sealed(hall: RunningHall, clock: ManualClock, tmp_path: Path) -> Hall:
    return Hall(hall, clock, tmp_path)


async def test_s_26_the_head_is_signed_each_hour_and_at_the_end_of_the_day(sealed: Hall) -> None:
    first = await sealed.sealing.look()
    assert first is not None
    assert await sealed.sealing.look() is None
    await sealed.clock.advance(_HOUR)
    assert await sealed.sealing.look() is None, "nothing has happened since: nothing to sign"
    await sealed.act()
    second = await sealed.sealing.look()
    assert second is not None
    await sealed.act()
    await sealed.clock.advance(60)
    assert await sealed.sealing.look() is None, "the hour is not over"
    await sealed.hall.day_close(SYSTEM)
    third = await sealed.sealing.look()
    assert third is not None
    assert third.seq == sealed.hall.showing.view.seq
    assert all(each.holds() for each in (first, second, third))
    assert (sealed.folder / "journal-key.pem").stat().st_mode & 0o777 == 0o600
    assert heads_in(heads_file(sealed.folder)) == [first, second, third]
    assert [each["seq"] for each in sealed.above] == [first.seq, second.seq, third.seq]
    whole = await check(sealed.machine, {})
    assert whole["problems"] == []
    assert whole["signed"]["seq"] == third.seq


async def test_s_26_who_starts_anew_signs_with_the_same_key_and_not_twice(sealed: Hall) -> None:
    first = await sealed.act_and_seal()
    again = Sealing(sealed.hall, sealed.clock, sealed.folder)
    assert await again.look() is None
    await sealed.act()
    await sealed.clock.advance(_HOUR)
    second = await again.look()
    assert second is not None
    assert second.key == first.key
    assert await sealed.problems() == ""


async def test_s_26_the_heads_on_another_disk_are_added_to_and_never_taken_from(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    disk = tmp_path / "usb"
    disk.mkdir()
    hall = RunningHall(
        replace(site, backup=Backup(every_minutes=0, copy_to=str(disk))),
        Database(tmp_path / FILE_NAME), clock,
    )  # fmt: skip
    hall.open()
    sealed = Hall(hall, clock, tmp_path)
    first = await sealed.act_and_seal()
    copy = disk / heads_file(tmp_path).name
    assert heads_in(copy) == [first]
    heads_file(tmp_path).unlink()
    second = await sealed.act_and_seal()
    assert heads_in(heads_file(tmp_path)) == [second]
    assert heads_in(copy) == [first, second]
    await hall.aclose()


@pytest.mark.parametrize("also", ["nothing", "its heads", "the file"])
async def test_s_26_a_cut_tail_is_found_while_one_place_remembers(sealed: Hall, also: str) -> None:
    before = await sealed.act_and_seal()
    after = await sealed.act_and_seal()
    sealed.cut_after(before, heads_too=also == "its heads")
    if also == "the file":
        heads_file(sealed.folder).unlink()
    told = await sealed.problems()
    assert f"signed up to row {after.seq} and no longer reaches it" in told
    seen = glance(sealed.hall.database, sealed.folder, sealed.hall.epoch)
    assert seen.cut is not None
    assert seen.cut.seq == after.seq
    assert seen.signed is not None
    assert seen.signed.seq == before.seq
    standing = await Today(sealed.hall, sealed.clock, sealed.folder).standing(SYSTEM, "en")
    assert "hall-journal_cut" in {each.id for each in standing.findings}


async def test_s_26_what_was_cut_off_everywhere_here_is_found_by_the_level_above(
    sealed: Hall,
) -> None:
    before = await sealed.act_and_seal()
    after = await sealed.act_and_seal()
    sealed.cut_after(before, heads_too=True)
    lines = heads_file(sealed.folder).read_bytes().splitlines(keepends=True)
    heads_file(sealed.folder).write_bytes(lines[0])
    assert await sealed.problems() == "", "here nothing remembers it any more"
    told = sealed.folder / "above.jsonl"
    told.write_text("\n".join(json.dumps(each) for each in sealed.above) + "\n")
    found = examine_export(await sealed.export(), [told], frozenset())
    assert [(each.kind, each.seq) for each in found.faults] == [("cut", after.seq)]


async def test_s_26_a_forged_head_is_found(sealed: Hall) -> None:
    head = await sealed.act_and_seal()
    await sealed.act()
    forged = {**head.told(), "seq": head.seq + 1}
    sealed.change("UPDATE documents SET data = ? WHERE kind='journal_head'", json.dumps(forged))
    assert f"the signed head of row {head.seq + 1} was changed" in await sealed.problems()


def _rewritten(folder: Path, first: int) -> None:
    """Change what a row tells, and work out every hash after it anew."""
    with closing(dbapi2.connect(str(folder / FILE_NAME))) as connection:
        rows = connection.execute(
            "SELECT seq, at, kind, public, data, hash FROM journal ORDER BY seq"
        ).fetchall()
        before = rows[first - 2][5]
        for seq, at, kind, public, data, _ in rows[first - 1 :]:
            told = data.replace("u1", "u9") if seq == first else data
            before = row_hash(before, seq, tables.instant(at), kind, bool(public), told)
            connection.execute("UPDATE journal SET data=?, hash=? WHERE seq=?", (told, before, seq))
        connection.commit()


async def test_s_26_a_journal_written_anew_with_a_whole_chain_is_found(sealed: Hall) -> None:
    await sealed.sealing.look()
    row = sealed.hall.showing.view.seq + 1
    head = await sealed.act_and_seal()
    _rewritten(sealed.folder, row)
    assert f"row {head.seq} is not the one that was signed" in await sealed.problems()


async def test_s_26_a_replaced_key_is_found(sealed: Hall) -> None:
    first = await sealed.act_and_seal()
    (sealed.folder / "journal-key.pem").unlink()
    other = await sealed.act_and_seal()
    assert other.public != first.public
    standing = await Today(sealed.hall, sealed.clock, sealed.folder).standing(SYSTEM, "zh-CN")
    told = {each.id: each.what for each in standing.findings}
    assert other.key in told["hall-journal_key"]
    assert await sealed.problems() == "", "the journal itself tells of the new key"
    found = examine_export(await sealed.export(), [], frozenset({first.public}))
    assert [(each.kind, each.key) for each in found.faults] == [("stranger", other.key)]
    assert found.signed == first
    # Whoever replaces the key without the journal's word signs what counts for nothing.
    stranger = journal_signer(sealed.folder / "elsewhere", "demo")
    view = sealed.hall.showing.view
    with sealed.hall.database.reading() as connection:
        row = rows_before(connection, None, 1)[0]
    add_to(
        heads_file(sealed.folder),
        sign(stranger, hall=first.hall, epoch=view.epoch, row=row, at=sealed.hall.now()),
    )
    assert "a key the journal does not name before it" in await sealed.problems()


async def test_s_26_rows_that_a_restore_undid_are_counted_and_no_fault(sealed: Hall) -> None:
    await sealed.act_and_seal()
    copy = sealed.folder / "copy.sqlite3"
    await back_up(sealed.machine, {"file": str(copy)})
    lost = await sealed.act_and_seal(3)
    await restore(sealed.machine, {"file": str(copy)})
    await sealed.act(4)
    anew = await sealed.act_and_seal()
    assert anew.seq > lost.seq
    assert await sealed.problems() == ""
    assert glance(sealed.hall.database, sealed.folder, sealed.hall.epoch).cut is None
    found = examine_export(await sealed.export(), [], frozenset())
    assert (found.left_out, found.faults, found.signed) == (1, (), anew)


async def test_s_26_an_export_is_checked_without_the_hall(sealed: Hall) -> None:
    head = await sealed.act_and_seal()
    file = await sealed.export()

    def verify(*arguments: str) -> Any:
        return CliRunner().invoke(root, ["journal", "verify", str(file), *arguments])

    good = verify("--public", head.public)
    assert good.exit_code == 0
    assert f"signed up to row {head.seq}" in good.output
    assert "compare the key" in verify().output
    strange = verify("--public", "AAAA")
    assert strange.exit_code == 1
    assert "which is not the key you named" in strange.output
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(each for each in lines if f'"seq":{head.seq - 1},' not in each))
    assert f"the journal's chain breaks at row {head.seq - 1}" in verify().output
    file.write_text("x\n")
    assert "no exported journal" in str(verify().exception)


def test_s_26_a_file_of_heads_outlives_a_power_cut_and_is_no_other_file(tmp_path: Path) -> None:
    signer = journal_signer(tmp_path, "h")
    row = JournalRow(seq=1, at=_at(), kind="k", public=True, data="{}", hash="0")
    heads = [
        sign(signer, hall="h", epoch="e", row=replace(row, seq=seq), at=_at()) for seq in (1, 2)
    ]
    file = tmp_path / "heads.jsonl"
    add_to(file, heads[0])
    with file.open("ab") as half:
        half.write(b'{"what":"hall90 jou')
    assert heads_in(file) == [heads[0]]
    add_to(file, heads[1])
    assert heads_in(file) == heads
    file.write_text("{}\n" + file.read_text())
    with pytest.raises(HallError, match="no signed heads"):
        heads_in(file)
    file.unlink()
    add_to(file, heads[0])
    assert file.stat().st_mode & 0o777 == 0o600


def _at() -> datetime:
    return ManualClock().now()
