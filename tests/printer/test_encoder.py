"""Every byte we send, read back by the simulator, which shares nothing with the encoder."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from config.site import Need
from printer.document import Big, Code, Document, Line, Row, TopMark
from printer.escpos.bitmap import raster_bands
from printer.escpos.encoder import Encoded, encode_document
from printer.profile import Profile, load_profile, shipped_profiles
from printer.simulator.interpreter import Interpreter
from printer.simulator.paper import Paper
from printer.slip import TicketSlip
from printer.ticket_layout import layout_ticket, printer_texts

WHITE = 255


class Printed:
    """What the simulated printer made of some bytes."""

    def __init__(self, data: bytes, profile: Profile) -> None:
        paper = Paper(profile.width_dots)
        self.interpreter = Interpreter(paper, cutter=profile.cutter)
        self.interpreter.feed(data)
        self.events: list[str] = []
        piece: Image.Image | None = None
        while (step := self.interpreter.next()) is not None:
            self.events.append(step[0].kind)
            piece = step[0].piece or piece
        self.image = (piece or paper.cut(feed_to_cutter=False)).convert("L")

    @property
    def codes(self) -> list[str]:
        return [code.text for code in zxingcpp.read_barcodes(self.image)]


def encoded(slip: TicketSlip, profile: str) -> tuple[Encoded, Profile]:
    chosen = load_profile(profile)
    return encode_document(layout_ticket(slip, chosen), chosen), chosen


@pytest.mark.parametrize("profile", shipped_profiles())
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("variant", ["standard", "easy_read", "large_print"])
def test_the_qr_code_of_every_ticket_can_be_read_from_the_paper(
    slip: TicketSlip, profile: str, language: str, variant: Any
) -> None:
    made, chosen = encoded(replace(slip, language=language, variant=variant), profile)
    printed = Printed(made.data, chosen)

    assert printed.codes == [slip.url]
    assert printed.interpreter.problems == []
    assert made.replaced == ()


@pytest.mark.parametrize("profile", shipped_profiles())
def test_a_job_starts_with_a_reset_and_ends_with_cut_or_feed_and_marker(
    slip: TicketSlip, profile: str
) -> None:
    made, chosen = encoded(slip, profile)
    end = bytes.fromhex("1d564200") if chosen.cutter else bytes.fromhex("1b6405")
    marker = bytes.fromhex("1d7201") if chosen.done_marker else b""

    assert made.data.startswith(b"\x1b@")
    assert made.data.endswith(end + marker)
    assert made.data.count(b"\x1b@") == 1


def test_the_text_ticket_says_everything_in_the_printers_own_letters(slip: TicketSlip) -> None:
    made, chosen = encoded(replace(slip, reprint=True), "80mm")
    words = "\n".join(Printed(made.data, chosen).interpreter.texts)

    assert made.mode == "text"
    for part in (
        "安平县残疾人就业服务大厅",
        "A017",
        "失业登记",
        "一楼 A 区",
        "沿盲道走十步",
        "5 人",
    ):
        assert part in words
    for part in ("15-25 分钟", "11月23日 09:42", "7Q4M 9XK2", "12385", "补打", "▲"):
        assert part in words


@pytest.mark.parametrize("profile", shipped_profiles())
@pytest.mark.parametrize("number", ["A017", "A9101", "AB123", "ABC12345", "ABCD12345"])
def test_the_number_is_at_least_15_mm_high(slip: TicketSlip, profile: str, number: str) -> None:
    chosen = load_profile(profile)
    only = Document(title="", language="zh-CN", blocks=(Big(text=number),))
    left, top, right, bottom = ink(Printed(encode_document(only, chosen).data, chosen).image)
    sideways = bottom - top > right - left

    assert (right - left if sideways else bottom - top) >= 15 * 8


@pytest.mark.parametrize("name", ["张㐂", "𠮷野家", "买买提·吐尔逊 ئۇيغۇر", "བོད་ཡིག", "镕㐂"])
def test_a_name_the_printer_cannot_spell_turns_the_whole_ticket_into_a_picture(
    slip: TicketSlip, name: str
) -> None:
    made, chosen = encoded(replace(slip, service=name), "80mm")
    printed = Printed(made.data, chosen)

    assert made.mode == "raster"
    assert made.replaced == ()
    assert printed.interpreter.texts in ([], [""])  # no letter was sent as a letter
    assert printed.codes == [slip.url]


def test_names_with_gbk_characters_stay_text_and_stay_right(slip: TicketSlip) -> None:
    made, chosen = encoded(replace(slip, service="买买提·吐尔逊 朱镕〇"), "80mm")
    words = "".join(Printed(made.data, chosen).interpreter.texts)

    assert made.mode == "text"
    assert "买买提·吐尔逊" in words
    assert "朱镕〇" in words
    assert "?" not in words


def test_a_character_no_font_has_is_marked_and_told(slip: TicketSlip) -> None:
    made, _ = encoded(replace(slip, service="字\U0010fffd"), "80mm")

    assert made.replaced == ("\U0010fffd",)


@pytest.mark.parametrize("profile", ["80mm", "80mm-raster"])
def test_half_a_character_is_marked_and_told(slip: TicketSlip, profile: str) -> None:
    made, _ = encoded(replace(slip, service="字\ud842"), profile)

    assert made.replaced == ("\ud842",)


def test_commands_in_a_name_are_taken_out(slip: TicketSlip) -> None:
    evil = "张\x1bp\x00\x19\x19三\x10\x14\x01\x00\x05\x1dV\x00\x00\n李\x9b"
    made, chosen = encoded(replace(slip, service=evil), "80mm")
    printed = Printed(made.data, chosen)

    assert printed.interpreter.drawer_kicks == 0
    assert printed.events.count("torn") == 1
    assert made.data.count(b"\x1bp") == made.data.count(b"\x10\x14") == 0


def test_large_print_is_larger_on_every_printer(slip: TicketSlip) -> None:
    normal, chosen = encoded(slip, "80mm")
    large, _ = encoded(replace(slip, variant="large_print"), "80mm")

    assert (normal.mode, large.mode) == ("text", "raster")
    assert Printed(large.data, chosen).image.height > Printed(normal.data, chosen).image.height


def test_a_83_needs_stay_off_the_paper_unless_asked_for(slip: TicketSlip) -> None:
    without, chosen = encoded(slip, "80mm")
    asked, _ = encoded(replace(slip, needs=("wheelchair",)), "80mm")

    said = "".join(Printed(without.data, chosen).interpreter.texts)
    for need in get_args(Need):
        assert printer_texts("zh-CN").written(f"need-{need}") not in said
    assert "轮椅" in "".join(Printed(asked.data, chosen).interpreter.texts)


def test_what_nobody_knows_is_left_out(slip: TicketSlip) -> None:
    made, chosen = encoded(replace(slip, ahead=None, wait=None, url=""), "80mm")
    words = "".join(Printed(made.data, chosen).interpreter.texts)

    assert "前面" not in words
    assert "大约等" not in words
    assert "None" not in words
    assert Printed(made.data, chosen).codes == []


def test_an_address_too_long_for_a_code_is_printed_as_letters() -> None:
    chosen = load_profile("58mm")
    address = "https://hall.example/t/" + "x" * 3000
    document = Document(title="", language="en", blocks=(Code(data=address, caption="Scan"),))
    printed = Printed(encode_document(document, chosen).data, chosen)

    assert printed.interpreter.problems == []
    assert address in "".join(printed.interpreter.texts)


@pytest.mark.parametrize("width", [1, 7, 8, 9, 383, 384, 385, 575, 576])
@pytest.mark.parametrize("height", [1, 127, 128, 129, 257])
def test_pictures_of_any_size_arrive_dot_for_dot(width: int, height: int) -> None:
    picture = Image.new("L", (width, height), WHITE)
    for place in range(0, width * height, 37):
        picture.putpixel((place % width, place // width), 0)
    picture.putpixel((width - 1, height - 1), 0)
    paper = Paper(576)
    interpreter = Interpreter(paper, cutter=True)
    interpreter.feed(b"\x1b@" + raster_bands(picture, 128))
    while interpreter.next() is not None:
        pass
    printed = paper.cut(feed_to_cutter=True).convert("L").crop((0, 120, 576, 120 + height))
    wanted = Image.new("L", (576, height), WHITE)
    wanted.paste(picture, (0, 0))

    assert interpreter.problems == []
    assert printed.tobytes() == wanted.tobytes()


def test_raster_pictures_do_not_depend_on_the_band_height(slip: TicketSlip) -> None:
    pictures = []
    for rows in (8, 127, 128, 255):
        chosen = replace(load_profile("80mm-raster"), band_rows=rows)
        made = encode_document(layout_ticket(slip, chosen), chosen)
        pictures.append(Printed(made.data, chosen).image.tobytes())

    assert len(set(pictures)) == 1


def test_a_raster_ticket_is_smaller_than_the_bare_picture(slip: TicketSlip) -> None:
    made, chosen = encoded(slip, "80mm-raster")
    picture = Printed(made.data, chosen).image

    assert len(made.data) <= 1.2 * picture.height * chosen.width_dots / 8


ANY_TEXT = st.text(max_size=40)
DOCUMENTS = st.builds(
    lambda *texts: Document(
        title="",
        language="zh-CN",
        blocks=(
            TopMark(text=texts[0], reprint=texts[1]),
            Line(text=texts[2], size="title", bold=True, align="centre"),
            Big(text=texts[3][:12]),
            Row(label=texts[4], value=texts[5]),
            Line(text=texts[6]),
            Code(data=texts[7], caption=texts[8], short=texts[9][:12]),
        ),
    ),
    *(ANY_TEXT for _ in range(10)),
)
CHINESE_TEXT = st.text(
    st.sampled_from("汉字，。A1 a：（）\x1b\x10\x04\x01\x00\n·—￥〇镕"), max_size=40
)
CHINESE_DOCUMENTS = st.builds(
    lambda a, b, c, d: Document(
        title="",
        language="zh-CN",
        blocks=(
            TopMark(text=a, reprint=b),
            Line(text=c, size="title", align="centre"),
            Line(text=d),
            Big(text=a[:10]),
            Row(label=b, value=c),
            Code(data=d, caption=a, short=b[:9]),
        ),
    ),
    *(CHINESE_TEXT for _ in range(4)),
)


@pytest.mark.parametrize("profile", shipped_profiles())
@settings(max_examples=15)
@given(document=DOCUMENTS | CHINESE_DOCUMENTS)
def test_no_text_makes_a_line_too_wide_or_a_command(profile: str, document: Document) -> None:
    chosen = load_profile(profile)
    made = encode_document(document, chosen)
    printed = Printed(made.data, chosen)

    assert printed.interpreter.problems == []
    assert printed.events.count("torn") == (1 if chosen.cutter else 0)
    assert printed.events.count("paper asked") == (1 if chosen.done_marker else 0)
    assert printed.events.count("reset") == 1


@settings(max_examples=30)
@given(document=CHINESE_DOCUMENTS)
def test_no_letter_is_lost_in_text_mode(document: Document) -> None:
    chosen = load_profile("80mm")
    made = encode_document(document, chosen)
    shown = "".join("".join(Printed(made.data, chosen).interpreter.texts).split())

    assert made.mode == "text"
    for block in document.blocks:
        if isinstance(block, Line):
            wanted = "".join(char for char in block.text if char > " ")
            assert wanted in shown


def test_times_are_in_the_halls_zone(slip: TicketSlip) -> None:
    assert slip.issued_at == datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
    assert (slip.issued_at.hour, slip.issued_at.minute) == (9, 42)


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of everything black."""
    box = image.point([WHITE] * WHITE + [0]).getbbox()
    assert box is not None
    return box
