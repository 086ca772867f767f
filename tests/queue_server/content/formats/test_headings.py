"""What the headings of a county's table mean, in one line or in two."""

import pytest

from queue_server.content.formats.sheets.heading import find_heading, meaning_of
from queue_server.content.formats.sheets.merging import Merges


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("招聘\n人数", "openings"), ("月薪（元）", "pay"), ("*岗位名称：", "title"),
        ("适合残疾类别及等级", "disability"), ("序号", None), ("联系电话", None), ("联系人", None),
        ("统一社会信用代码", "employer-code"), ("报名截止时间", "expires"), ("胡说", None),
    ],
)  # fmt: skip
def test_headings_mean_what_people_mean(title: str, field: str | None) -> None:
    meant = meaning_of(title)

    assert (meant[0] if meant else None) == field


def test_a_table_without_merges_may_have_a_two_line_heading() -> None:
    rows = [
        (1, ("岗位表", "", "", "")),
        (2, ("岗位名称", "单位", "要求", "")),
        (3, ("", "", "学历", "年龄")),
        (4, ("保洁", "甲", "不限", "50")),
    ]

    found = find_heading(rows, Merges())

    assert found is not None
    assert (found.first_row, found.columns["education"], found.columns["title"]) == (4, 2, 0)
