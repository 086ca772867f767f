from typing import Any

import zxingcpp

from printer.escpos import commands
from printer.escpos.charset import encode_text, printable
from printer.escpos.status import AutoStatus, RealTime, StatusReader, real_time_status
from printer.simulator.interpreter import Interpreter
from printer.simulator.paper import Paper


def test_sizes_are_chosen_with_fs_first_and_gs_last(vectors: Any) -> None:
    for vector in vectors["sizes"]:
        made = commands.size(vector["width"], vector["height"])
        assert made == bytes.fromhex(vector["hex"]), vector["source"]


def test_pictures_have_the_bytes_of_the_reference(vectors: Any) -> None:
    for vector in vectors["raster"]:
        made = commands.raster(vector["width_bytes"], bytes.fromhex(vector["rows"]))
        assert made == bytes.fromhex(vector["hex"]), vector["source"]


def test_qr_codes_have_the_bytes_two_other_encoders_agree_on(vectors: Any) -> None:
    for vector in vectors["qr"]:
        made = commands.qr_code(vector["data"].encode(), vector["module"])
        assert made == bytes.fromhex(vector["hex"]), vector["source"]


def test_chinese_text_has_the_bytes_seen_from_running_software(vectors: Any) -> None:
    for vector in vectors["texts"]:
        assert printable(vector["text"], "gbk"), vector["text"]
        assert encode_text(vector["text"], "gbk") == bytes.fromhex(vector["hex"])


def test_characters_outside_two_byte_gbk_are_never_sent_as_text(vectors: Any) -> None:
    for char in vectors["unprintable"]:
        assert not printable(f"张{char}", "gbk"), char
        # GB 18030 itself gave the euro sign two bytes.
        assert printable(f"张{char}", "gb18030") == (char == "€"), char


def test_codes_for_private_characters_are_never_sent_as_text() -> None:
    """GB 18030 has two-byte codes for them; what a printer draws there nobody knows."""
    assert len("\ue000".encode("gb18030")) == 2
    assert not printable("张\ue000", "gb18030")


def test_old_printers_get_only_gb2312() -> None:
    assert printable("残疾人就业", "gb2312")
    assert not printable("镕", "gb2312")


def test_the_simulator_understands_tickets_of_other_makers(vectors: Any) -> None:
    for vector in vectors["tickets"]:
        paper = Paper(576)
        interpreter = Interpreter(paper, cutter=True)
        interpreter.feed(bytes.fromhex(vector["hex"]))
        pieces = []
        while (step := interpreter.next()) is not None:
            if step[0].piece is not None:
                pieces.append(step[0].piece)

        assert interpreter.texts == vector["texts"], vector["name"]
        assert interpreter.problems == []
        assert len(pieces) == 1
        read = [code.text for code in zxingcpp.read_barcodes(pieces[0].convert("L"))]
        assert read == ([vector["qr"]] if vector["qr"] else [])


def test_real_time_answers_mean_what_the_reference_says(vectors: Any) -> None:
    for vector in vectors["statuses"]:
        answers = dict(enumerate(bytes.fromhex(vector["answers"]), start=1))
        assert real_time_status(answers) == vector["status"], vector
        read = StatusReader().feed(bytes(answers.values()))
        assert read == [RealTime(byte) for byte in answers.values()]


def test_automatic_packets_mean_what_the_reference_says(vectors: Any) -> None:
    for vector in vectors["automatic"]:
        answers = StatusReader().feed(bytes.fromhex(vector["packet"]))
        assert answers == [AutoStatus(bytes.fromhex(vector["packet"]))]
        assert AutoStatus(bytes.fromhex(vector["packet"])).status() == vector["status"], vector
