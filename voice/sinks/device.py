"""A sound device through miniaudio, opened once and fed for ever; without one, its null device."""

import logging
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

from voice.sinks.paced import PacedSink
from voice.sinks.port import BUFFER_MS, Pull, Sink

_log = logging.getLogger(__name__)


class MiniaudioSink:
    """One playback stream."""

    def __init__(
        self, pull: Pull, sample_rate: int, *, device: str | None = None, null: bool = False
    ) -> None:
        import miniaudio

        real = [one for one in miniaudio.Backend if one.name not in ("NULL", "CUSTOM")]
        backends = [miniaudio.Backend.NULL] if null else real
        self._device: Any = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=sample_rate,
            buffersize_msec=BUFFER_MS,
            device_id=None if null or device is None else _device_id(device, real),
            backends=backends,
            app_name="hall90",
        )
        self.audible = not null
        self.name = f"{device or 'default device'} ({self._device.backend})"
        feed = _feed(pull)
        next(feed)
        self._device.start(feed)

    def close(self) -> None:
        self._device.close()


def _feed(pull: Pull) -> Generator[bytes, int, None]:
    frames = yield b""
    while True:
        frames = yield pull(frames)


def _device_id(name: str, backends: list[Any]) -> Any:
    import miniaudio

    known = miniaudio.Devices(backends).get_playbacks()
    found = next((one for one in known if name.lower() in one["name"].lower()), None)
    if found is None:
        raise miniaudio.MiniaudioError(f"no output named {name}")
    return found["id"]


def open_sink(
    pull: Pull, sample_rate: int, *, device: str | None = None, null: bool = False
) -> Sink:
    """Return the device asked for, the default one, or silence at the same pace: never nothing."""
    try:
        import miniaudio
    except ImportError:
        return PacedSink(pull, sample_rate)
    for name, silent in _attempts(device, null):
        try:
            return MiniaudioSink(pull, sample_rate, device=name, null=silent)
        except miniaudio.MiniaudioError as error:
            _log.debug("sound device not opened", extra={"device": name, "cause": str(error)})
    return PacedSink(pull, sample_rate)


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


def _attempts(device: str | None, null: bool) -> list[tuple[str | None, bool]]:
    if null or not device_possible():
        return [(None, True)]
    named: list[tuple[str | None, bool]] = [(device, False)] if device else []
    return [*named, (None, False), (None, True)]
