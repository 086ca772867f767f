"""Sound devices through miniaudio: each is opened once and fed for ever."""

import os
import sys
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
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
                device_id=None if chosen is None else chosen[1],
                backends=backends,
                app_name="hall90",
            )
        except miniaudio.MiniaudioError as error:
            raise SpeechError(f"no output can be opened ({_words(error)})") from error
        self.audible = not null
        named = "default output" if chosen is None else str(chosen[0])
        self.name = f"{named} ({self._device.backend})"
        feed = _feed(pull)
        next(feed)
        self._device.start(feed)

    def wake(self) -> None:
        """Do nothing: a device never stops asking."""

    def close(self) -> None:
        self._device.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """An output of this machine; ``id`` is the sound system's own name for it."""

    name: str
    id: str

    def __str__(self) -> str:
        return f"{self.name} [{self.id}]"

    def fits(self, wanted: str) -> bool:
        """Tell whether a part of its name or id was given."""
        return wanted.lower() in str(self).lower()

    def is_named(self, wanted: str) -> bool:
        """Tell whether its name or id was given in full."""
        return wanted.lower() in (self.name.lower(), self.id.lower(), str(self).lower())


def outputs() -> list[Output]:
    """Return this machine's outputs; none where there is no sound at all."""
    with suppress(SpeechError):
        return [output for output, _ in _playbacks()]
    return []


def is_there(device: str) -> bool:
    """Tell whether an output of that name can be had now; without a name, any."""
    return any(output.fits(device) for output in outputs())


def choose(wanted: str, known: Sequence[Output]) -> Output:
    """Return the one output meant. Raises SpeechError where there is none or it is not clear."""
    found = [one for one in known if one.is_named(wanted)] or [
        one for one in known if one.fits(wanted)
    ]
    if not found:
        there = ", ".join(f"'{one}'" for one in known) or "none"
        raise SpeechError(f"there is no output {wanted!r}; outputs here: {there}")
    if len(found) > 1:
        there = ", ".join(f"'{one}'" for one in found)
        raise SpeechError(f"{wanted!r} means several outputs: {there}; name one of them in full")
    return found[0]


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


def _find(wanted: str) -> tuple[Output, Any]:
    known = _playbacks()
    chosen = choose(wanted, [output for output, _ in known])
    return next(pair for pair in known if pair[0] == chosen)


def _playbacks() -> list[tuple[Output, Any]]:
    """Return each output with what miniaudio opens it by."""
    if not device_possible():
        return []
    miniaudio = _library()
    try:
        known = miniaudio.Devices(_real_backends(miniaudio)).get_playbacks()
    except miniaudio.MiniaudioError as error:
        raise SpeechError(f"the outputs cannot be listed ({_words(error)})") from error
    found = []
    for one in known:
        # On Linux and macOS the id begins with the sound system's name, ended by a NUL.
        raw = bytes(miniaudio.ffi.buffer(one["id"]))
        told = raw.split(b"\0")[0].decode("utf-8", "replace")
        found.append((Output(name=str(one["name"]), id=told), one["id"]))
    return found


def _real_backends(miniaudio: Any) -> list[Any]:
    return [one for one in miniaudio.Backend if one.name not in ("NULL", "CUSTOM")]


def _words(error: Exception) -> str:
    return ", ".join(str(part) for part in error.args)


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
