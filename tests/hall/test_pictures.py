"""A picture somebody sent is whole, of a bearable size, or not taken."""

import io

import pytest
from PIL import Image

from hall.pictures import MOST_SIDE, is_whole_png, png_size


def png(width: int = 6, height: int = 4) -> bytes:
    written = io.BytesIO()
    Image.new("RGBA", (width, height), "red").save(written, "PNG")
    return written.getvalue()


def test_a_whole_picture_tells_its_size() -> None:
    assert is_whole_png(png())
    assert png_size(png()) == (6, 4)


def test_a_picture_cut_anywhere_or_with_any_byte_changed_is_not_whole() -> None:
    whole = png()
    for at in range(len(whole)):
        assert not is_whole_png(whole[:at]), at
        assert not is_whole_png(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :]), at


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg>" * 20])
def test_anything_else_is_no_picture(data: bytes) -> None:
    assert not is_whole_png(data)
    assert png_size(data) == (0, 0)


def test_a_picture_of_unbearable_size_is_not_taken_though_it_is_few_bytes() -> None:
    assert not is_whole_png(png(MOST_SIDE + 1, 1))
    assert is_whole_png(png(MOST_SIDE, 1))
