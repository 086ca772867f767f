"""Foreign text: every GB 18030-2022 character right, nothing hidden, no markup, no private data."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.content.cleaning import UNREADABLE, line, mask_contacts, paragraphs
from queue_server.content.decoding import REPAIRED, decode_chinese, encoding_of

_BYTES = {
    "A6D9": 0xFE10, "A6DA": 0xFE12, "A6DB": 0xFE11, "A6DC": 0xFE13, "A6DD": 0xFE14, "A6DE": 0xFE15,
    "A6DF": 0xFE16, "A6EC": 0xFE17, "A6ED": 0xFE18, "A6F3": 0xFE19, "A8BC": 0x1E3F, "FE59": 0x9FB4,
    "FE61": 0x9FB5, "FE66": 0x9FB6, "FE67": 0x9FB7, "FE6D": 0x9FB8, "FE7E": 0x9FB9, "FE90": 0x9FBA,
    "FEA0": 0x9FBB,
}  # fmt: skip
"""Edition 2022, as glibc's iconv and the web's decoder have it."""


def test_all_nineteen_characters_of_the_new_edition_are_repaired() -> None:
    assert len(REPAIRED) == len(_BYTES) == 19
    for written, code in _BYTES.items():
        raw = "村".encode("gb18030") + bytes.fromhex(written)
        assert decode_chinese(raw) == f"村{chr(code)}", written


def test_names_beyond_gbk_are_read_from_gb18030() -> None:
    name = "喆㐂𠮷镕"

    assert decode_chinese(f"单位,{name}".encode("gb18030")) == f"单位,{name}"


def test_encodings_are_told_from_the_bytes() -> None:
    text = "单位名称"
    assert encoding_of(text.encode()) == "utf-8"
    assert encoding_of(text.encode("gb18030")) == "gb18030"
    assert encoding_of(b"\xef\xbb\xbf" + text.encode()) == "utf-8-sig"
    assert decode_chinese("\ufeff单位".encode("utf-16-le")) == "单位"
    cut = ("单" * 400_000).encode()[: 1 << 20]
    assert encoding_of(cut) == "utf-8"


def test_bytes_of_no_encoding_lose_nothing_around_them() -> None:
    told = decode_chinese(b"\xff\xff" + "保洁".encode("gb18030"))

    assert told.endswith("保洁")
    assert UNREADABLE in told


@pytest.mark.parametrize(
    ("foreign", "clean"),
    [
        ("保洁\u202e员", "保洁员"),
        ("a\u2066b\u2069c\u200bd\ufeffe", "abcde"),
        ("\U000e0041保安", "保安"),
        ("\x1b[31m保安\x07", "[31m保安"),
        ("保\ud800安", "保安"),
        ("村\ue000", f"村{UNREADABLE}"),
        ("x\u200dy", "xy"),
        ("e\u0301", "é"),
        ("\ufdd0甲\uffff", "甲"),
        ("<script>alert(1)</script>保洁<b onclick=x>员</b>", "保洁员"),
        ("<img src=x onerror=alert(1)>保洁", "保洁"),
        ("<!-- x -->保洁<svg/onload=alert(1)>", "保洁"),
        ("工资&lt;3000&amp;4000", "工资<3000&4000"),
        ("年龄<45岁，身高>150", "年龄<45岁，身高>150"),
    ],
)
def test_text_that_hides_or_runs_is_made_plain(foreign: str, clean: str) -> None:
    assert line(foreign) == clean


def test_joiners_stay_where_they_shape() -> None:
    assert line("👩\u200d🦽 ᠮ\u200dᠮ") == "👩\u200d🦽 ᠮ\u200dᠮ"


@given(st.text())
def test_no_text_keeps_anything_hidden(text: str) -> None:
    for part in (line(text), *paragraphs(text)):
        assert "\n" not in part
        kinds = {unicodedata.category(each) for each in part if each not in "\u200c\u200d"}
        assert not kinds & {"Cc", "Cf", "Cs", "Co"}


def test_html_keeps_its_paragraphs_and_cells() -> None:
    told = paragraphs(
        "<p>负责<br>清洁</p><ul><li>双休</li></ul><table><tr><td>a</td><td>b</td></table>"
    )

    assert told == ("负责", "清洁", "双休", "a b")


def test_private_contacts_go_and_an_offices_own_stay() -> None:
    text = "联系人：张女士，手机13800138000，电话0472-5151515，微信号abc12345"

    assert not any(part in mask_contacts(text) for part in ("138", "5151515", "abc12345", "张"))
    public = mask_contacts(text, public=True)
    assert "0472-5151515" in public
    assert not any(part in public for part in ("138", "abc12345", "张女士"))
    assert "138" not in mask_contacts("电话１３８００１３８０００")
