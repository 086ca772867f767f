"""Copies that leave the machine: sealed, and with the hall's own keys (S-37)."""

from __future__ import annotations

import asyncio
import tomllib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from config.loader import DEMO_SITE, load_site, site_from_text
from config.rules import Backup
from hall.errors import ConfigError, HallError
from queue_server.app import open_hall
from queue_server.cli import server
from queue_server.content.service import ContentService
from queue_server.domain.actors import SYSTEM
from queue_server.pairing.authority import open_authority
from queue_server.recovery.carrying import KEYS, put_back, seal, unseal
from queue_server.recovery.sealed import PIECE, Opening, Sealing, make_pair, public_of
from queue_server.service.backups import Backups
from queue_server.service.machine import Machine

if TYPE_CHECKING:
    from hall.clock import ManualClock

PRIVATE, PUBLIC = make_pair()


def _sealed(body: bytes) -> bytes:
    file = BytesIO()
    sealing = Sealing(file, PUBLIC)
    for place in range(0, len(body), 10_000):
        sealing.write(body[place : place + 10_000])
    sealing.close()
    return file.getvalue()


def _opened(sealed: bytes, private: str = PRIVATE) -> bytes:
    opening, told = Opening(BytesIO(sealed), private), bytearray()
    while some := opening.read(7000):
        told += some
    return bytes(told)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_s_37_what_is_sealed_is_read_again_by_the_recovery_key_alone(size: int) -> None:
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    sealed = _sealed(body)
    assert _opened(sealed) == body
    assert sealed != _sealed(body)  # no two files are sealed alike
    with pytest.raises(HallError, match="another recovery key"):
        _opened(sealed, make_pair()[0])


def test_s_37_a_sealed_file_that_was_cut_swapped_or_changed_is_not_read() -> None:
    sealed = _sealed(b"a" * PIECE + b"b" * PIECE + b"c" * 10)
    begin, piece = 48, PIECE + 16
    one, two = sealed[begin : begin + piece], sealed[begin + piece : begin + 2 * piece]
    for broken in (
        sealed[: begin + 2 * piece],  # its end cut off at a piece's edge
        sealed[:-1], sealed + b"x", sealed[:begin] + two + one + sealed[begin + 2 * piece :],
        sealed[:begin] + one + sealed[begin + 2 * piece :],
        sealed[:60] + bytes([sealed[60] ^ 1]) + sealed[61:], sealed[:20] + b"\0" * 28 + sealed[48:],
        b"", b"SQLite format 3",
    ):  # fmt: skip
        with pytest.raises((HallError, ValueError)):
            _opened(broken)


def test_s_37_a_recovery_key_typed_from_paper_is_taken_and_a_wrong_letter_named() -> None:
    assert public_of(f" {PRIVATE.lower()[:30]} {PRIVATE.lower()[30:]} ") == PUBLIC
    for wrong in ("", "H90-RECOVERY-", PRIVATE[:-3], PUBLIC):
        with pytest.raises(HallError, match=r"recovery key"):
            public_of(wrong)
    text = DEMO_SITE.read_text("utf-8") + '\n[backup]\nsealed_to = "h90pub-short"\n'
    with pytest.raises(ConfigError) as told:
        site_from_text(text, "site.toml")
    assert [each.key for each in told.value.faults] == ["backup.sealed_to"]


async def test_s_37_the_day_s_copy_elsewhere_is_sealed_and_puts_hall_and_keys_on_another_machine(
    tmp_path: Path, clock: ManualClock
) -> None:
    """The machine is gone; the disk beside it and the sheet of paper are left."""
    data, there, runner = tmp_path / "data", tmp_path / "there", CliRunner()
    there.mkdir()
    sheet = tmp_path / "sheet"
    told = runner.invoke(server, ["recovery", "key", str(sheet)])
    public = tomllib.loads(told.output.partition("\n\n")[2])["backup"]["sealed_to"]
    assert sheet.stat().st_mode & 0o777 == 0o600
    backup = Backup(copy_to=str(there), sealed_to=public)
    site = replace(load_site(), backup=backup)
    data.mkdir()
    known = open_authority(data, "demo", clock.now).fingerprint
    hall = open_hall(site, data, clock)
    await hall.create_user(SYSTEM, name="zhao", role="admin", password="correct horse")
    machine = Machine(hall=hall, content=ContentService(data, clock))
    await Backups(machine, clock, data).look()
    await hall.aclose()
    (copy,) = [each for each in there.iterdir() if each.is_file()]
    assert copy.suffix == ".sealed"
    assert b"zhao" not in copy.read_bytes()
    opened = runner.invoke(
        server, ["recovery", "open", str(copy), str(tmp_path / "opened"), "--key", str(sheet)]
    )
    assert opened.exit_code == 0, opened.output
    fresh = tmp_path / "fresh"
    put = runner.invoke(
        server, ["recovery", "put", str(tmp_path / "opened/keys"), "--data", str(fresh)]
    )
    assert put.exit_code == 0, put.output
    assert open_authority(fresh, "demo", clock.now).fingerprint == known
    restored = await asyncio.to_thread(
        runner.invoke,
        server, ["restore", str(tmp_path / "opened/backup.sqlite3"), "--data", str(fresh)],
    )  # fmt: skip
    assert restored.exit_code == 0, restored.output
    hall = open_hall(site, fresh, clock)
    assert await hall.verify_user("zhao", "correct horse") is not None
    await hall.aclose()


def test_keys_that_differ_are_kept_aside_and_the_server_s_certificate_is_made_anew(
    tmp_path: Path, clock: ManualClock
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    known = open_authority(old, "demo", clock.now).fingerprint
    strange = open_authority(new, "demo", clock.now)
    strange.serve(["x"], clock.now())
    before = (new / "ca-key.pem").read_bytes()
    assert seal(tmp_path / "keys.sealed", PUBLIC, old) == ["ca.pem", "ca-key.pem"]
    assert unseal(tmp_path / "keys.sealed", PRIVATE, tmp_path / "opened") == [
        "keys/ca.pem", "keys/ca-key.pem",
    ]  # fmt: skip
    assert put_back(tmp_path / "opened/keys", new) == ["ca.pem", "ca-key.pem"]
    assert open_authority(new, "demo", clock.now).fingerprint == known
    assert (new / "ca-key.pem.before").read_bytes() == before
    assert (new / "ca-key.pem").stat().st_mode & 0o777 == 0o600
    assert not (new / "server.pem").exists()
    assert put_back(tmp_path / "opened/keys", new) == []
    with pytest.raises(HallError, match="none of the hall's keys"):
        put_back(tmp_path, new)
    assert set(KEYS) >= {"feed-key.pem", "journal-key.pem"}
