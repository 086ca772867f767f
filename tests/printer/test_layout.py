import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from config.site import Need, Site
from hall.errors import ConfigError
from printer.document import Big, Code, Document, Line, Row, TopMark
from printer.port import PrinterStatus
from printer.profile import load_profile, shipped_profiles
from printer.slip import NoteKind, NoteSlip, TicketSlip, Variant, short_code, ticket_slip
from printer.ticket_layout import LANGUAGES, layout_note, layout_ticket, printer_texts

PAPER = load_profile("80mm")
TEXTS = Path(__file__).parents[2] / "printer" / "texts"


def keys(language: str) -> set[str]:
    source = (TEXTS / f"{language}.ftl").read_text("utf-8")
    return set(re.findall(r"^([a-z][\w-]*) =", source, re.MULTILINE))


def words(document: Document) -> str:
    return "\n".join(document.texts())


def test_all_languages_have_the_same_keys() -> None:
    assert {"zh-CN", "en"} <= set(LANGUAGES)
    for language in LANGUAGES:
        assert keys(language) == keys("zh-CN"), language
    assert len(keys("en")) > 50


def test_every_need_and_every_status_has_words() -> None:
    for language in LANGUAGES:
        texts = printer_texts(language)
        for need in get_args(Need):
            assert texts.written(f"need-{need}")
        for status in get_args(PrinterStatus):
            assert texts.written(f"status-{status}")


def test_a_ticket_tells_where_to_wait_and_how_to_get_there(slip: TicketSlip) -> None:
    document = layout_ticket(slip, PAPER)

    assert any(isinstance(block, Big) and block.text == "A017" for block in document.blocks)
    assert Row(label="等候区", value="一楼 A 区") in document.blocks
    assert Line(text="进门右手边，沿盲道走十步") in document.blocks
    assert Row(label="取号", value="11月23日 09:42") in document.blocks


def test_a_reprint_says_so_at_its_top(slip: TicketSlip) -> None:
    first = layout_ticket(replace(slip, reprint=True), PAPER).blocks[0]

    assert isinstance(first, TopMark)
    assert first.reprint == "补打"


def test_english_counts_people_and_names_months(slip: TicketSlip) -> None:
    text = words(layout_ticket(replace(slip, language="en", ahead=1), PAPER))

    assert "1 person" in text
    assert "23 Nov, 09:42" in text


def test_a_wait_of_one_value_is_not_printed_as_a_range(slip: TicketSlip) -> None:
    assert "15 分钟" in words(layout_ticket(replace(slip, wait=(15, 15)), PAPER)).split("\n")


def test_the_rule_of_priority_stands_on_every_ticket_alike(slip: TicketSlip, site: Site) -> None:
    sentence = site.priority.sentence["zh-CN"]

    assert "提前" in sentence
    for variant in get_args(Variant):
        assert sentence in words(layout_ticket(replace(slip, variant=variant), PAPER))
    silent = replace(site, priority=replace(site.priority, sentence={}))
    made = ticket_slip(
        silent, service="unemployment", number="A018", issued_at=slip.issued_at, language="zh-CN"
    )
    assert made.priority == ""


def test_a_ticket_of_a_silent_hall_says_that_it_is_valid(slip: TicketSlip) -> None:
    for variant in get_args(Variant):
        alone = replace(slip, variant=variant, alone=True, ahead=None, wait=None)
        assert "这个号有效" in words(layout_ticket(alone, PAPER))
        assert "这个号有效" not in words(layout_ticket(replace(slip, variant=variant), PAPER))


def test_easy_sentences_have_at_most_fifteen_characters() -> None:
    texts = printer_texts("zh-CN")
    for key in sorted(key for key in keys("zh-CN") if key.startswith("easy-")):
        said = texts.written(key, area="一楼A区", people=12, low="15", high="25", number="A017")
        for sentence in re.split("[。，]", said):
            assert len(sentence.replace(" ", "")) <= 15, key


def test_easy_read_says_one_thing_a_sentence(slip: TicketSlip) -> None:
    text = words(layout_ticket(replace(slip, variant="easy_read"), PAPER))

    assert "叫到 A017，请去窗口。" in text
    assert "大约等 15 到 25 分钟。" in text


def test_short_codes_are_printed_only_where_they_can_be_typed() -> None:
    assert short_code("https://hall.example/t/7Q4M9XK2") == "7Q4M 9XK2"
    assert short_code("https://hall.example/t/aB3-_xYz") == ""
    assert short_code("https://hall.example/t/" + "A" * 32) == ""
    assert short_code("") == ""


@pytest.mark.parametrize("kind", get_args(NoteKind))
@pytest.mark.parametrize("language", LANGUAGES)
def test_slips_carry_their_rows_and_code(kind: NoteKind, language: str) -> None:
    slip = NoteSlip(
        language=language,
        kind=kind,
        hall="安平县残疾人就业服务大厅",
        title="客服专员",
        printed_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        rows=(("月薪", "3200–4500 元"), ("地点", "呼和浩特")),
        paragraphs=("可以居家办公。",),
        url="https://hall.example/jobs/1",
        hotline="12385",
    )
    document = layout_note(slip, PAPER)

    assert Row(label="月薪", value="3200–4500 元") in document.blocks
    assert any(isinstance(block, Code) for block in document.blocks)
    assert "可以居家办公。" in words(document)


def test_the_contracts_profiles_are_shipped() -> None:
    assert {"58mm", "80mm", "80mm-raster"} <= set(shipped_profiles())
    assert load_profile("58mm").columns == 32
    assert load_profile("80mm").columns == 48


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("width_dots = 577", "multiple of 8"),
        ("width_dots = 9999", "from 256 to 1024"),
        ("width_dots = 576\ncharset = 'latin1'", "charset"),
        ("width_dots = 576\ndrawer = true", "unknown key drawer"),
        ("width_dots = 576\ninit_extra = 'xyz'", "hexadecimal"),
        ("nonsense", "Expected"),
    ],
)
def test_a_wrong_profile_is_told_with_file_and_remedy(
    tmp_path: Path, text: str, problem: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=problem) as caught:
        load_profile(str(file))

    assert str(file) in str(caught.value)


def test_an_unknown_profile_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="80mm-raster"):
        load_profile("90mm")
