"""A WAV file as an output, for trying routes without a sound card: what was heard, without pauses.

Longer silence between utterances is left out, so that an idle day does not fill a disk.
"""

import wave
from collections.abc import Callable
from pathlib import Path

from hall.errors import SpeechError
from voice.sinks.paced import PacedSink
from voice.sinks.port import Pull


class FileSink:
    """Pulls at the pace of sound into a new WAV file. Raises SpeechError when it cannot write."""

    audible = True
    problem = ""

    def __init__(
        self, pull: Pull, sample_rate: int, file: Path, *, idle: Callable[[], bool]
    ) -> None:
        self.name = f"file {file}"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._out = wave.open(str(file), "wb")  # noqa: SIM115  closed with the sink
        except OSError as error:
            raise SpeechError(f"{file} cannot be written: {error.strerror}") from error
        self._out.setnchannels(1)
        self._out.setsampwidth(2)
        self._out.setframerate(sample_rate)
        self._paced = PacedSink(pull, sample_rate, idle=idle, keep=self._out.writeframes)

    @property
    def resting(self) -> bool:
        return self._paced.resting

    def wake(self) -> None:
        self._paced.wake()

    def close(self) -> None:
        self._paced.close()
        self._out.close()
