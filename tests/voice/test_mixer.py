from array import array

from voice.mixer import Mixer, Token

RATE = 1000


def samples(pcm: bytes) -> list[int]:
    return array("h", pcm).tolist()


def pcm(*values: int) -> bytes:
    return array("h", values).tobytes()


class Heard:
    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.mixer = Mixer(RATE, self.tokens.append, keeps=True)


def test_an_empty_mixer_hands_out_silence() -> None:
    assert samples(Heard().mixer.pull(5)) == [0] * 5


def test_samples_come_in_order_whatever_the_sizes() -> None:
    heard = Heard()
    for start in range(0, 30, 3):
        heard.mixer.push(pcm(*range(start, start + 3)))
    out = [value for size in (1, 7, 13, 20) for value in samples(heard.mixer.pull(size))]
    assert out[:30] == list(range(30))
    assert out[30:] == [0] * 11


def test_a_token_is_told_when_what_is_before_it_was_handed_out() -> None:
    heard = Heard()
    heard.mixer.push(pcm(1, 2, 3))
    heard.mixer.push_token((1, "middle"))
    heard.mixer.push(pcm(4))
    heard.mixer.push_token((1, "end"))
    heard.mixer.pull(2)
    assert heard.tokens == []
    heard.mixer.pull(1)
    assert heard.tokens == [(1, "middle")]
    heard.mixer.pull(1)
    assert heard.tokens == [(1, "middle"), (1, "end")]


def test_clearing_fades_within_four_milliseconds_and_drops_tokens() -> None:
    heard = Heard()
    heard.mixer.push(pcm(*[1000] * 50))
    heard.mixer.push_token((1, "end"))
    heard.mixer.pull(10)
    heard.mixer.clear()
    assert samples(heard.mixer.pull(8)) == [1000, 750, 500, 250, 0, 0, 0, 0]
    assert heard.tokens == []


def test_frozen_it_is_silent_and_loses_nothing() -> None:
    heard = Heard()
    heard.mixer.push(pcm(1, 2))
    heard.mixer.freeze()
    assert samples(heard.mixer.pull(3)) == [0, 0, 0]
    heard.mixer.thaw()
    assert samples(heard.mixer.pull(3)) == [1, 2, 0]


def test_the_level_changes_at_once_and_kept_samples_are_as_made() -> None:
    heard = Heard()
    heard.mixer.push(pcm(7))
    heard.mixer.push_token((1, "start"))
    heard.mixer.push(pcm(1000, 1000))
    heard.mixer.pull(1)
    heard.mixer.set_gain(-20)
    assert samples(heard.mixer.pull(1)) == [100]
    heard.mixer.set_gain(0)
    assert samples(heard.mixer.pull(1)) == [1000]
    assert samples(heard.mixer.taken()) == [1000, 1000]
    assert heard.mixer.taken() == b""


def test_waiting_ends_when_the_wait_is_void() -> None:
    heard = Heard()
    heard.mixer.push(pcm(*[1] * RATE))
    assert not heard.mixer.wait_below(0.5, lambda: False)
    heard.mixer.clear()
    assert heard.mixer.wait_below(0.5, lambda: True)
