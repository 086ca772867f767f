import asyncio
import json
from dataclasses import replace
from pathlib import Path

from PIL import Image

from config.site import Site
from hall.clock import ManualClock
from hall.ids import KioskId
from hall.links.streams import memory_pair
from printer.doctor import examine, examine_site
from printer.simulator.faults import Faults, FaultSource
from printer.simulator.folder import TicketFolder
from printer.simulator.interpreter import Interpreter
from printer.simulator.machine import Piece, PrinterMachine
from printer.simulator.paper import Paper


def interpreted(data: bytes, width: int = 576) -> Interpreter:
    interpreter = Interpreter(Paper(width), cutter=True)
    interpreter.feed(data)
    while interpreter.next() is not None:
        pass
    return interpreter


def test_chinese_without_the_chinese_mode_is_junk_as_on_an_export_model() -> None:
    data = "失业".encode("gbk")

    assert interpreted(b"\x1b@" + data + b"\n").texts == ["????"]
    assert interpreted(b"\x1b@\x1c&" + data + b"\n").texts == ["失业"]


def test_a_four_byte_character_prints_digits_as_on_a_real_printer() -> None:
    junk = interpreted(b"\x1b@\x1c&" + "㐂".encode("gb18030") + b"\n")

    assert junk.texts != ["㐂"]
    assert "9" in junk.texts[0]
    assert junk.problems


def test_a_line_too_long_wraps_and_is_noted() -> None:
    long = interpreted(b"\x1b@" + b"x" * 33 + b"\n", width=384)

    assert long.texts == ["x" * 32, "x"]
    assert long.problems == ["line too long at 'x'"]


def test_a_drawer_command_is_noticed() -> None:
    assert interpreted(b"\x1bp\x00\x19\x19\x10\x14\x01\x00\x05").drawer_kicks == 2


def test_of_two_sizes_the_last_one_holds() -> None:
    def height(sizes: str) -> int:
        paper = Paper(576)
        interpreter = Interpreter(paper, cutter=True)
        interpreter.feed(b"\x1b3\x00\x1c&" + bytes.fromhex(sizes) + "失\n".encode("gbk"))
        while interpreter.next() is not None:
            pass
        return paper.cut(feed_to_cutter=True).height - 120

    assert height("1c21001d2133") == 96
    assert height("1d21331c2100") == 24


def test_bytes_in_any_pieces_print_the_same() -> None:
    data = (
        b"\x1b@\x1c&"
        + "请在3号窗口办理\n".encode("gbk")
        + b"\x1dv0\x00\x02\x00\x02\x00\x80\x00\x00\x01"
    )
    whole = interpreted(data)
    slowly = Interpreter(Paper(576), cutter=True)
    for byte in data:
        slowly.feed(bytes((byte,)))
        while slowly.next() is not None:
            pass

    assert slowly.texts == whole.texts == ["请在3号窗口办理"]
    assert slowly.problems == whole.problems == []


def test_faults_are_read_again_and_half_written_files_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    source = FaultSource(file)
    assert source.current() == Faults()
    file.write_text(json.dumps({"paper": "out", "cover": "open"}), "utf-8")
    assert source.current() == Faults(paper="out", cover="open")
    file.write_text('{"paper": "o', "utf-8")
    assert source.current() == Faults(paper="out", cover="open")
    file.write_text('{"paper": "ok"}', "utf-8")
    assert source.current() == Faults()


def test_numbers_go_on_after_the_last_paper_in_the_folder(tmp_path: Path) -> None:
    folder = TicketFolder(tmp_path / "paper")
    assert folder.next_number == 1
    folder.keep(Piece(number=7, image=Image.new("1", (8, 8), 1), data=bytearray(b"\x1b@")))

    assert TicketFolder(tmp_path / "paper").next_number == 8
    assert sorted(file.name for file in (tmp_path / "paper").iterdir()) == ["0007.bin", "0007.png"]


async def test_automatic_status_comes_at_once_and_at_each_change(clock: ManualClock) -> None:
    near, far = memory_pair()
    machine = PrinterMachine(clock)
    tasks = [asyncio.ensure_future(machine.serve(far)), asyncio.ensure_future(machine.run())]
    await near.write(b"\x1da\x0e")
    await clock.advance(0.2)
    first = await near.read(within=1)
    machine.faults.set(Faults(cover="open"))
    await clock.advance(0.2)
    second = await near.read(within=1)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert (first, second) == (bytes.fromhex("10000000"), bytes.fromhex("38000000"))


def test_a_site_with_an_unusable_printer_is_told_with_kiosk_and_remedy(site: Site) -> None:
    assert examine_site(site) == []
    kiosk = replace(site.kiosks[0], printer="udp:10.0.0.9:9100")
    wrong = replace(site.kiosks[0], id=KioskId("k9"), printer_profile="90mm")
    found = examine_site(replace(site, kiosks=(kiosk, wrong)))

    assert [finding.severity for finding in found] == ["stops", "stops"]
    assert kiosk.id in found[0].what
    assert "90mm" in found[1].what
    assert "80mm" in found[1].what
    assert all(finding.remedy for finding in found)


def test_the_doctor_finds_fonts_and_library() -> None:
    findings = {finding.id: finding for finding in examine()}

    assert set(findings) == {"printer.fonts", "printer.scripts", "printer.library"}
    assert findings["printer.library"].severity == "good"
    assert all(found.severity == "good" or found.remedy for found in findings.values())
