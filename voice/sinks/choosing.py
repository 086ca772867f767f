"""Which output a channel gets: the one the site names, and what holds where that is missing.

Headphones are private: where theirs is missing they stay silent, never heard on another output.
Speaker and hall are public: better heard on the default output than not at all. What is not as
asked for is told as the sink's ``problem``.
"""

from collections.abc import Callable
from pathlib import Path

from hall.errors import SpeechError
from voice.sinks.device import MiniaudioSink, device_possible
from voice.sinks.file import FileSink
from voice.sinks.paced import PacedSink
from voice.sinks.port import Pull, Sink

NULL = "null"
FILE = "file:"
NO_DEVICE = "there is no sound device here: nothing is heard, captions go on"


def open_sink(
    pull: Pull,
    sample_rate: int,
    *,
    channel: str = "speaker",
    device: str = "",
    null: bool = False,
    idle: Callable[[], bool] = lambda: False,
) -> Sink:
    """Return the output of a channel, always one; ``device`` is a name, "null" or "file:PATH".

    ``null`` leaves real devices alone, whatever is named.
    """
    try:
        return _asked_for(pull, sample_rate, device, null=null, idle=idle)
    except SpeechError as error:
        problem = str(error)
    if device and not null and channel != "headphones" and device_possible():
        try:
            return _instead(MiniaudioSink(pull, sample_rate), problem)
        except SpeechError as error:
            problem = f"{problem}; {error}"
    return PacedSink(pull, sample_rate, problem=problem, idle=idle)


def _asked_for(
    pull: Pull, sample_rate: int, device: str, *, null: bool, idle: Callable[[], bool]
) -> Sink:
    if device.startswith(FILE):
        return FileSink(pull, sample_rate, Path(device.removeprefix(FILE)), idle=idle)
    if device == NULL:
        return PacedSink(pull, sample_rate, name="null", idle=idle)
    if null:
        return MiniaudioSink(pull, sample_rate, null=True)
    if not device_possible():
        raise SpeechError(NO_DEVICE)
    return MiniaudioSink(pull, sample_rate, device=device)


def _instead(sink: MiniaudioSink, problem: str) -> Sink:
    sink.problem = f"{problem}; heard on the default output instead"
    return sink
