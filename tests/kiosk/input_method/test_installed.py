"""The doctor tells what is missing to put words in, and which package brings it."""

from kiosk.doctor import _writing


def test_what_is_missing_is_told_with_its_package() -> None:
    found = _writing(pinyin=lambda: None, handwriting=lambda: None)
    assert [one.id for one in found] == ["kiosk.pinyin", "kiosk.handwriting"]
    assert all(one.severity == "soon" for one in found)
    assert [one.remedy for one in found] == [
        "apt install libgooglepinyin0",
        "apt install libzinnia0 tegaki-zinnia-simplified-chinese",
    ]


def test_where_both_are_installed_all_is_well() -> None:
    assert [one.severity for one in _writing()] == ["good"]
