"""What the package piper-tts promises, with a tone for a voice; slow, broken or dying on order."""

import array
import json
import math
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass
class SynthesisConfig:
    speaker_id: int | None = None
    length_scale: float | None = None
    volume: float = 1.0


@dataclass
class AudioChunk:
    audio_int16_bytes: bytes


@dataclass
class Config:
    sample_rate: int


class PiperVoice:
    def __init__(self, told: dict[str, float]) -> None:
        self.config = Config(sample_rate=int(told["audio"]["sample_rate"]))  # type: ignore[index]
        self._slow_s = told.get("slow_s", 0.0)

    @staticmethod
    def load(model_path: Path) -> "PiperVoice":
        if Path(model_path).read_bytes() == b"broken":
            raise RuntimeError("not a model")
        return PiperVoice(json.loads(Path(f"{model_path}.json").read_text("utf-8")))

    def synthesize(
        self, text: str, syn_config: SynthesisConfig | None = None
    ) -> Iterator[AudioChunk]:
        scale = (syn_config and syn_config.length_scale) or 1.0
        for sentence in filter(None, text.replace("。", ".").split(".")):
            if "crash" in sentence:
                os.kill(os.getpid(), signal.SIGSEGV)
            if "raise" in sentence:
                raise ValueError("no such phoneme")
            time.sleep(self._slow_s)  # noqa: TID251  the engine of others takes its time
            count = int(len(sentence) * 0.1 * scale * self.config.sample_rate)
            step = 2 * math.pi * 200 / self.config.sample_rate
            tone = array.array("h", (int(9000 * math.sin(step * at)) for at in range(count)))
            yield AudioChunk(audio_int16_bytes=tone.tobytes())
