"""Samples at another rate, as they come."""

from array import array


class Resampler:
    """Turns 16-bit mono samples of one rate into another's, linearly between neighbours."""

    def __init__(self, rate: int, wanted: int) -> None:
        self._rate = rate
        self._wanted = wanted
        self._before = 0
        self._at = 0

    def __call__(self, pcm: bytes) -> bytes:
        """Return what these samples are at the wanted rate."""
        if self._rate == self._wanted:
            return pcm
        samples = array("h", [self._before])
        samples.frombytes(pcm)
        out = array("h")
        # `_at` counts in 1/wanted of an incoming sample, from the last sample of the block before.
        last = (len(samples) - 1) * self._wanted
        while self._at < last:
            whole, part = divmod(self._at, self._wanted)
            left, right = samples[whole], samples[whole + 1]
            out.append(left + (right - left) * part // self._wanted)
            self._at += self._rate
        self._at -= last
        self._before = samples[-1]
        return out.tobytes()
