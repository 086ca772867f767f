"""`hall90 display preview`: a notice or alarm as JSON in, pictures and warnings as JSON out.

A program of its own so that the server, which draws nothing, can ask for it.
"""

import base64
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image

from displays.preview import Preview, preview_alarm, preview_notice, sentence
from displays.screen_preview import screen_alarm, screen_notice
from displays.signs.commands import Picture
from displays.signs.panel import draw_leds
from hall.errors import HallError
from queue_server.wire import DisplayRules, Emergency, Notice, SignInfo


class PreviewRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: signs, names of hall screens, languages, and a notice or an emergency.

    ``language`` is the one warnings are told in, ``display`` the hall's rules for signs.
    """

    signs: tuple[SignInfo, ...] = ()
    screens: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("zh-CN",)
    notice: Notice | None = None
    emergency: Emergency | None = None
    display: DisplayRules | None = None
    language: str = "zh-CN"


def answer(text: bytes) -> str:
    """Return the answer to a request's JSON; raises HallError for one that makes no sense."""
    try:
        request = msgspec.json.decode(text, type=PreviewRequest)
    except msgspec.DecodeError as error:
        raise HallError(f"the request is not understood: {error}") from error
    previews = [preview for sign in request.signs if (preview := _of(sign, request))]
    items = [_told(preview, request.language) for preview in previews]
    items += [_screen(name, request) for name in request.screens]
    return json.dumps({"items": items}, ensure_ascii=False)


def _of(sign: SignInfo, request: PreviewRequest) -> Preview | None:
    if request.emergency is not None:
        return preview_alarm(sign, request.emergency, request.languages)
    if request.notice is not None:
        return preview_notice(sign, request.notice, request.languages, request.display)
    raise HallError("the request has neither a notice nor an emergency")


def _told(preview: Preview, language: str) -> dict[str, Any]:
    return {
        "sign": preview.sign,
        "texts": list(preview.texts),
        "seconds": round(sum(seconds for _, seconds in preview.frames), 1),
        "png": base64.b64encode(animated(panels(preview.frames))).decode("ascii"),
        "warnings": [
            {"code": each.code, "text": sentence(each, language)} for each in preview.warnings
        ],
    }


def _screen(name: str, request: PreviewRequest) -> dict[str, Any]:
    if request.emergency is not None:
        seen = screen_alarm(request.emergency, request.languages)
    elif request.notice is not None:
        seen = screen_notice(request.notice, request.languages)
    else:
        raise HallError("the request has neither a notice nor an emergency")
    return {
        "sign": name,
        "texts": list(seen.texts),
        "seconds": round(sum(seconds for _, seconds in seen.frames), 1),
        "png": base64.b64encode(animated(seen.frames)).decode("ascii"),
        "warnings": [
            {"code": each.code, "text": sentence(each, request.language)} for each in seen.warnings
        ],
    }


def panels(frames: Sequence[tuple[Picture, float]]) -> Sequence[tuple[Image.Image, float]]:
    """Return pictures of a panel as a person sees its dots."""
    return [(draw_leds(picture), seconds) for picture, seconds in frames]


def animated(frames: Sequence[tuple[Image.Image, float]]) -> bytes:
    """Return a PNG, animated where there is more than one picture; empty for none."""
    if not frames:
        return b""
    first, *rest = [picture for picture, _ in frames]
    file = io.BytesIO()
    durations = [round(1000 * seconds) for _, seconds in frames]
    if rest:
        first.save(file, "PNG", save_all=True, append_images=rest, duration=durations, loop=0)
    else:
        first.save(file, "PNG")
    return file.getvalue()


def write_pictures(answer_text: str, folder: Path) -> str:
    """Write each picture as ``SIGN.png`` and return the answer with the files' names instead."""
    folder.mkdir(parents=True, exist_ok=True)
    told = json.loads(answer_text)
    for item in told["items"]:
        picture = base64.b64decode(item["png"])
        item["png"] = ""
        if picture:
            file = folder / f"{item['sign']}.png"
            file.write_bytes(picture)
            item["png"] = str(file)
    return json.dumps(told, ensure_ascii=False)
