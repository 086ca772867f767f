"""Silence before the first word cut away: it is the largest part of an engine's delay."""

from array import array

from voice.port import Pcm, PcmSink

#: Softer than −60 dB is silence.
QUIET = 32


class LeadTrimmer:
    """Passes samples on from the first audible one, with one zero before it against a click."""

    def __init__(self, sink: PcmSink) -> None:
        self._sink = sink
        self.heard = False

    def __call__(self, pcm: Pcm) -> bool:
        """Take samples; False aborts the engine."""
        if self.heard:
            return self._sink(pcm)
        samples = array("h")
        samples.frombytes(pcm)
        for index, sample in enumerate(samples):
            if sample > QUIET or sample < -QUIET:
                self.heard = True
                return self._sink(b"\0\0" + pcm[2 * index :])
        # Nothing audible yet: ask whether to go on, without handing anything over.
        return self._sink(b"")
