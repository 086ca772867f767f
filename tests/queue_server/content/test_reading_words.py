"""Pay, dates, numbers and places as people write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.content.occupations import occupation_code_of
from queue_server.content.values.benefits import employment_of, facts_in
from queue_server.content.values.counts import read_count, read_experience
from queue_server.content.values.dates import UnreadableDateError, read_instant
from queue_server.content.values.pay import MOST, monthly, read_pay
from queue_server.content.values.places import Places

TODAY = date(2026, 5, 20)
NAMES = {
    "150200": "包头市",
    "150203": "昆都仑区",
    "150204": "青山区",
    "420100": "武汉市",
    "420107": "青山区",
    "440600": "佛山市",
    "440606": "顺德区",
    "110108": "海淀区",
}


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("3千-4千", 3000, 4000),
        ("3-4千", 3000, 4000),
        ("8千-1.2万", 8000, 12000),
        ("1万·13薪", 10000, 10000),
        ("2600-3000", 2600, 3000),
        ("2800以上", 2800, None),
        ("2000以下", None, 2000),
        ("底薪3000+提成", 3000, None),
        ("4,500", 4500, 4500),
        ("１２００", 1200, 1200),
        ("200元/天", 4350, 4350),
        ("20元/小时", 3480, 3480),
        ("10-15万/年", 8333, 12500),
        ("3K-5K", 3000, 5000),
        ("五险一金3000", 3000, 3000),
        ("面议", None, None),
        ("计件", None, None),
        ("", None, None),
        ("1", None, None),
    ],
)
def test_pay_is_read_as_yuan_a_month(written: str, low: int | None, high: int | None) -> None:
    pay = read_pay(written)

    assert (pay.low, pay.high, pay.text) == (low, high, written)


@given(st.text(max_size=80))
def test_any_words_give_pay_in_order_and_in_bounds_or_none(written: str) -> None:
    pay = read_pay(written)

    ends = [end for end in (pay.low, pay.high) if end is not None]
    assert ends == sorted(ends)
    assert all(100 <= end <= MOST for end in ends)


def test_pay_told_by_the_year_is_divided() -> None:
    assert (monthly(120_000, None, "YEAR").low, monthly(20, 20, "HOUR").high) == (10_000, 3480)


@pytest.mark.parametrize(
    ("written", "end", "told"),
    [
        ("2026.5.12", False, "2026-05-11T16:00:00"),
        ("2026/6/1前报名", True, "2026-06-01T15:59:59"),
        ("2026年12月31日", True, "2026-12-31T15:59:59"),
        ("20260512", False, "2026-05-11T16:00:00"),
        ("46154", False, "2026-05-11T16:00:00"),
        ("2026年2月", True, "2026-02-28T15:59:59"),
        ("2026年2月", False, "2026-01-31T16:00:00"),
        ("2027/01/01 00:00:00", True, "2027-01-01T15:59:59"),
        ("2025-02-19 17:38:32", False, "2025-02-19T09:38:32"),
        ("Tue, 12 May 2026 09:00:00 +0800", False, "2026-05-12T01:00:00"),
        ("2026-12-31T23:59:59+08:00", True, "2026-12-31T15:59:59"),
        ("2026年6月1日至6月30日", True, "2026-06-30T15:59:59"),
        ("5月30日前", True, "2026-05-30T15:59:59"),
        ("１月５日", False, "2026-01-04T16:00:00"),
    ],
)
def test_dates_of_every_kind_are_read(written: str, end: bool, told: str) -> None:
    assert read_instant(written, today=TODAY, end=end) == datetime.fromisoformat(told + "Z")


def test_in_december_a_day_of_spring_is_next_years() -> None:
    assert read_instant("3月1日", today=date(2026, 12, 20)) == datetime(2027, 2, 28, 16, tzinfo=UTC)


@pytest.mark.parametrize("open_ended", ["长期有效", "招满为止", "不限", "", "常年招聘"])
def test_no_end_is_no_fault(open_ended: str) -> None:
    assert read_instant(open_ended, today=TODAY, end=True) is None


@pytest.mark.parametrize("wrong", ["2026-02-30", "下周", "9999-99-99", "13月1日", "1066-10-14"])
def test_days_that_do_not_exist_are_not_guessed(wrong: str) -> None:
    with pytest.raises(UnreadableDateError):
        read_instant(wrong, today=TODAY)


@given(st.text(max_size=60))
def test_any_words_give_an_instant_or_one_kind_of_error(written: str) -> None:
    try:
        told = read_instant(written, today=TODAY)
    except UnreadableDateError:
        return
    assert told is None or told.tzinfo is not None


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("若干", None), ("5人", 5), ("4,500", 4500), ("３", 3), ("2-3人", 2), ("十名", 10),
        ("二十五", 25), ("两名", 2), ("0", None), ("", None), ("9" * 30, None),
    ],
)  # fmt: skip
def test_numbers_of_people_are_read(written: str, count: int | None) -> None:
    assert read_count(written) == count


def test_experience_not_asked_for_is_not_experience_untold() -> None:
    assert [read_experience(each) for each in ("经验不限", "3-5年", "面谈")] == [0, 3, None]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("内蒙古自治区", "包头市", "青山区"), "150204"),
        (("内蒙古自治区包头市青山区钢铁大街",), "150204"),
        (("包头青山区",), "150204"),
        (("佛山·顺德区",), "440606"),
        (("北京市海淀区",), "110108"),
        (("北京市", "市辖区", "海淀区"), "110108"),
        (("稀土高新区",), ""),
        (("内蒙古自治区呼伦贝尔市",), "150000"),
        (("",), ""),
    ],
)
def test_places_are_found_from_the_largest_part(parts: tuple[str, ...], code: str) -> None:
    assert Places(NAMES).code_of(*parts) == code


def test_a_name_two_places_share_is_the_one_near_home_or_none() -> None:
    assert Places(NAMES, "150203").code_of("青山区") == "150204"
    assert Places(NAMES, "420100").code_of("青山区") == "420107"
    assert Places(NAMES).code_of("青山区") == ""


def test_facts_are_read_unless_denied() -> None:
    assert facts_in(["包吃住，五险一金"]) == ("lodging", "meals", "insurance")
    assert facts_in(["不包住", "无班车"]) == ()
    assert employment_of("兼职/小时工") == "part_time"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("保洁阿姨（包住）", "4-09-08-01"),
        ("小区保安", "4-07-05-01"),
        ("养老护理员", "4-10-01-05"),
        ("盲人按摩师", "2-05-10-00"),
        ("普工", ""),
    ],
)
def test_titles_people_write_have_the_classifications_code(title: str, code: str) -> None:
    assert occupation_code_of(title) == code


@pytest.mark.parametrize("text", ["9" * 400, f"3000-{'9' * 400}元", f"{'9' * 400}万/年"])
def test_s_20_a_number_of_hundreds_of_digits_is_no_pay(text: str) -> None:
    told = read_pay(text)
    assert told.high is None
    assert told.text == text


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["9" * 20_000, " " * 20_000, "月薪3000元" + "9" * 20_000])
def test_s_20_thousands_of_digits_take_no_time_to_read(text: str) -> None:
    """Read to the end they took minutes, and a cell may hold a quarter of a million letters."""
    pay = read_pay(text)
    assert pay.text == text
    assert pay.low == (3000 if "月" in text else None)
