import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.content.cleaning import line, mask_contacts, paragraphs
from queue_server.content.disability import accepted, bit, parse_disability, wanted_mask
from queue_server.content.education import education_rank, highest_suited
from queue_server.content.highlighting import spans
from queue_server.content.model import DISABILITIES, EDUCATIONS
from queue_server.content.occupations import occupation_of
from queue_server.content.regions import child_step, is_region, names_in, span
from queue_server.content.tokens import normalise

_WORDS = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        ("不限", []),
        ("肢体残疾4级;", [("physical", (4,))]),
        ("肢体残疾1-4级;", [("physical", (1, 2, 3, 4))]),
        ("听力残疾2,3,级;", [("hearing", (2, 3))]),
        (
            "视力残疾4级;听力残疾3,4级;言语残疾1-4级;",
            [("visual", (4,)), ("hearing", (3, 4)), ("speech", (1, 2, 3, 4))],
        ),
        ("视力一级、二级", [("visual", (1, 2))]),
        ("肢体（下肢）3-4级", [("physical", (3, 4))]),
        ("肢体三级以上", [("physical", (1, 2, 3))]),
        ("智力三级及以下", [("intellectual", (3, 4))]),
        ("听力、言语残疾３－４级", [("hearing", (3, 4)), ("speech", (3, 4))]),
        ("精神残疾", [("mental", (1, 2, 3, 4))]),
    ],
)
def test_disability_words_are_read(written: str, read: list[tuple[str, tuple[int, ...]]]) -> None:
    assert accepted(parse_disability(written)) == read


@given(
    st.dictionaries(
        st.integers(0, 6), st.sets(st.integers(1, 4), min_size=1), min_size=1, max_size=7
    ),
    st.booleans(),
)
def test_what_the_national_platform_writes_is_read_back(
    told: dict[int, set[int]], stray: bool
) -> None:
    written = "".join(
        f"{_WORDS[at]}残疾{','.join(map(str, sorted(levels)))}{',' if stray else ''}级;"
        for at, levels in told.items()
    )
    wanted = {DISABILITIES[at]: tuple(sorted(levels)) for at, levels in told.items()}
    assert dict(accepted(parse_disability(written))) == wanted


@given(st.text(max_size=60))
def test_any_text_gives_a_mask_of_28_bits(written: str) -> None:
    assert 0 <= parse_disability(written) < 1 << 28


def test_a_disability_filter_names_a_category_and_perhaps_a_level() -> None:
    assert wanted_mask("visual") == 0b1111
    assert wanted_mask("physical:3") == bit("physical", 3) == 1 << 14
    for wrong in ("", "sight", "visual:0", "visual:5", "visual:x", "visual:"):
        assert wanted_mask(wrong) is None or wrong == "visual:"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("学历不限", "any"),
        ("不限制", "any"),
        ("初中及以下", "junior"),
        ("普通高中", "secondary"),
        ("职业高中", "vocational"),
        ("高中/中专", "secondary"),
        ("中技/中专", "vocational"),
        ("大学专科", "college"),
        ("大学本科", "bachelor"),
        ("统招本科", "bachelor"),
        ("硕士研究生", "master"),
        ("博士研究生", "doctor"),
    ],
)
def test_education_words_are_ranked(written: str, name: str) -> None:
    assert education_rank(written) == EDUCATIONS.index(name)


def test_education_that_tells_nothing_is_none() -> None:
    assert education_rank("") is None
    assert education_rank("其他") is None
    assert highest_suited("some") is None
    assert highest_suited("secondary") == EDUCATIONS.index("vocational")


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("盲人按摩师", "massage"),
        ("保洁绿化", "cleaning"),
        ("养老护理员", "care"),
        ("仓库分拣员", "store"),
        ("Java开发工程师", "computing"),
        ("食品包装工", "making"),
        ("水台", "catering"),
        ("驻外大使", "other"),
    ],
)
def test_titles_belong_to_a_kind_of_work(title: str, group: str) -> None:
    assert occupation_of(title) == group


@pytest.mark.parametrize(
    ("code", "place", "names"),
    [
        ("440103", "广东省广州市荔湾区东沙街道", {"440100": "广州市", "440103": "荔湾区"}),
        ("420111", "武汉·洪山区", {"420100": "武汉市", "420111": "洪山区"}),
        ("522300", "黔西南布依族苗族自治州", {"522300": "黔西南布依族苗族自治州"}),
        (
            "150121",
            "内蒙古自治区呼和浩特市土默特左旗",
            {"150100": "呼和浩特市", "150121": "土默特左旗"},
        ),
        ("440000", "广东省", {}),
        ("440103", "", {}),
    ],
)
def test_places_tell_the_names_of_their_codes(code: str, place: str, names: dict[str, str]) -> None:
    assert dict(names_in(code, place)) == names


def test_a_code_spans_the_tree_below_it() -> None:
    assert span("150000") == (150000, 159999)
    assert span("150200") == (150200, 150299)
    assert span("150204") == (150204, 150204)
    assert [child_step(code) for code in ("", "150000", "150200")] == [10000, 100, 1]
    assert is_region("150204")
    assert not any(map(is_region, ("", "15020", "1502040", "15020x", "１５０２０４", "001122")))


@pytest.mark.parametrize(
    "private",
    [
        "13800138000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "hr.wang@example.com.cn",
        "微信：abc_12345",
        "QQ 123456789",
        "150102199001011234",
        "联系人：张经理",
        "联系电话：0471-1234567",
    ],
)
def test_private_contacts_are_masked(private: str) -> None:
    masked = mask_contacts(f"包吃住，{private}，欢迎来。")
    assert masked == "包吃住，（联系方式请问工作人员），欢迎来。"


@pytest.mark.parametrize(
    "public", ["月薪3000-4000元", "20250219发布", "GB/T 26341-2010", "满100000件"]
)
def test_ordinary_numbers_are_left_alone(public: str) -> None:
    assert mask_contacts(public) == public


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("<p>甲</p><p>乙<br>丙</p>", ("甲", "乙", "丙")),
        ("<ul><li>甲</li><li>乙</li></ul>", ("甲", "乙")),
        ("甲\r\n\n 乙 \u3000 丙 ", ("甲", "乙 丙")),
        ("a < b & c > d", ("a < b & c > d",)),
        ("&lt;b&gt;粗&lt;/b&gt;", ("<b>粗</b>",)),
        ("x<style>p{}</style>y", ("xy",)),
        ("甲\u202e乙\u2066丙\ufeff", ("甲乙丙",)),
        ("", ()),
    ],
)
def test_descriptions_become_plain_paragraphs(told: str, read: tuple[str, ...]) -> None:
    assert paragraphs(told) == read
    assert "\n" not in line(told)


@given(
    st.text(alphabet="保洁ＣＮcn１1 ﬁéßé", max_size=20),
    st.text(alphabet="保洁cn1fi", min_size=1, max_size=3),
)
def test_every_mark_holds_the_word(text: str, word: str) -> None:
    for start, end in spans(text, [word]):
        assert 0 <= start < end <= len(text)
        assert word in normalise(text[start:end])
