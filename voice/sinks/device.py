"""Sound devices through miniaudio: each is opened once and fed for ever."""

import os
import sys
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

from hall.errors import SpeechError
from voice.sinks.port import BUFFER_MS, Pull


class MiniaudioSink:
    """One playback stream; without a name the system's default output.

    ``null`` is miniaudio's own null device, which keeps the pace of a real one. Raises
    SpeechError when there is no such output or it cannot be opened.
    """

    problem = ""
    resting = False

    def __init__(
        self, pull: Pull, sample_rate: int, *, device: str = "", null: bool = False
    ) -> None:
        miniaudio = _library()
        backends = [miniaudio.Backend.NULL] if null else _real_backends(miniaudio)
        chosen = _find(device) if device and not null else None
        try:
            self._device: Any = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=sample_rate,
                buffersize_msec=BUFFER_MS,
                device_id=None if chosen is None else chosen["id"],
                backends=backends,
                app_name="hall90",
            )
        except miniaudio.MiniaudioError as error:
            raise SpeechError(f"the output cannot be opened: {error}") from error
        self.audible = not null
        named = "default output" if chosen is None else chosen["name"]
        self.name = f"{named} ({self._device.backend})"
        feed = _feed(pull)
        next(feed)
        self._device.start(feed)

    def wake(self) -> None:
        """Do nothing: a device never stops asking."""

    def close(self) -> None:
        self._device.close()


def outputs() -> list[str]:
    """Return the names of this machine's outputs; none where there is no sound at all."""
    with suppress(SpeechError):
        return [str(one["name"]) for one in _playbacks()]
    return []


def is_there(device: str) -> bool:
    """Tell whether an output of that name can be had now; without a name, any."""
    return any(device.lower() in name.lower() for name in outputs())


def device_possible() -> bool:
    """Tell cheaply whether looking for a device makes sense.

    On Linux without sound hardware and sound server ALSA would fill the log at each look.
    """
    if not sys.platform.startswith("linux"):
        return True
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/run/user/0"))
    places = [Path("/dev/snd/timer"), Path("/dev/dsp"), runtime / "pulse/native"]
    places += [runtime / "pipewire-0", Path.home() / ".asoundrc", Path("/etc/asound.conf")]
    return bool(os.environ.get("PULSE_SERVER")) or any(place.exists() for place in places)


def _find(wanted: str) -> dict[str, Any]:
    """Return the output of that name, else the first whose name holds it."""
    known = _playbacks()
    exact = [one for one in known if one["name"].lower() == wanted.lower()]
    found = exact or [one for one in known if wanted.lower() in one["name"].lower()]
    if not found:
        there = ", ".join(repr(one["name"]) for one in known) or "none"
        raise SpeechError(f"there is no output {wanted!r}; outputs here: {there}")
    return found[0]


def _playbacks() -> list[dict[str, Any]]:
    if not device_possible():
        return []
    miniaudio = _library()
    try:
        known: list[dict[str, Any]] = miniaudio.Devices(_real_backends(miniaudio)).get_playbacks()
    except miniaudio.MiniaudioError as error:
        raise SpeechError(f"the outputs cannot be listed: {error}") from error
    return known


def _real_backends(miniaudio: Any) -> list[Any]:
    return [one for one in miniaudio.Backend if one.name not in ("NULL", "CUSTOM")]


def _library() -> Any:
    try:
        import miniaudio
    except ImportError as error:
        raise SpeechError("the package miniaudio is not installed") from error
    return miniaudio


def _feed(pull: Pull) -> Generator[bytes, int, None]:
    frames = yield b""
    while True:
        frames = yield pull(frames)
