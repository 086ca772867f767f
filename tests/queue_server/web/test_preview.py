"""Previews: the very picture of a sign or screen, with what a reader could not read."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageSequence

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

_SHORT = {"text": {"zh-CN": "周三招聘会", "en": "Job fair"}}


async def _preview(
    running: Running, board: str, body: dict[str, Any], accept: str = "application/json"
) -> Any:
    async with running.client("admin") as admin:
        return await admin.post(
            f"/api/v1/boards/{board}/preview", json=body, headers={"Accept": accept}
        )


async def test_a_sign_is_drawn_by_the_bytes_it_would_get(running: Running) -> None:
    answer = await _preview(running, "sign-w1", {"notice": _SHORT}, "image/png")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    picture = Image.open(io.BytesIO(answer.content))
    lit = picture.convert("L").point(lambda level: 255 if level > 100 else 0)
    assert lit.getbbox() is not None
    told = (await _preview(running, "sign-w1", {"notice": _SHORT})).json()
    assert any("周三" in text for text in told["texts"])


async def test_a_long_notice_is_warned_of_in_the_authors_language(running: Running) -> None:
    long = {"text": {"zh-CN": "请带身份证和残疾人证" * 15}}
    told = (await _preview(running, "hall", {"notice": long})).json()
    codes = {each["code"]: each["text"] for each in told["warnings"]}
    assert {"many-pages", "no-words"} <= codes.keys()
    assert "页" in codes["many-pages"]
    frames = Image.open(io.BytesIO(base64.b64decode(told["png"])))
    assert len(list(ImageSequence.Iterator(frames))) == len(told["texts"]) >= 4
    assert "".join(told["texts"]) == long["text"]["zh-CN"]


async def test_an_emergency_is_drawn_too(running: Running) -> None:
    told = (await _preview(running, "hall", {"emergency": {"kind": "fire"}})).json()
    picture = Image.open(io.BytesIO(base64.b64decode(told["png"]))).convert("RGB")
    assert picture.getpixel((2, 2)) == (0x7D, 0x0F, 0x14)


@pytest.mark.parametrize(
    ("board", "body", "status"),
    [
        ("none", {"notice": _SHORT}, 404),
        ("hall", {}, 422),
        ("hall", {"notice": _SHORT, "emergency": {"kind": "fire"}}, 422),
        ("hall", {"notice": {"text": {}}}, 422),
    ],
)
async def test_what_cannot_be_previewed_is_refused(
    running: Running, board: str, body: dict[str, Any], status: int
) -> None:
    assert (await _preview(running, board, body)).status_code == status


async def test_only_who_publishes_may_preview(running: Running) -> None:
    async with running.client("staff", "w1") as clerk:
        answer = await clerk.post("/api/v1/boards/hall/preview", json={"notice": _SHORT})
    assert answer.status_code == 403
