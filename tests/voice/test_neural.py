"""A hall's own neural voice: found by its folder, probed, refused when slow, replaced when dead."""

import json
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from hall.errors import SpeechError
from voice.doctor import examine
from voice.port import Synth
from voice.synths.neural import model_folder
from voice.synths.registry import EngineChoice, plans
from voice.synths.resampling import Resampler
from voice.synths.standby import Standby

FAKES = Path(__file__).parent / "fake_packages"


@pytest.fixture
def piper_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let engines' processes find a package of that name."""
    monkeypatch.setenv("PYTHONPATH", str(FAKES))


def make_model(folder: Path, *, code: str = "zh_CN", rate: int = 22050, slow_s: float = 0) -> Path:
    folder.mkdir(parents=True)
    (folder / "voice.onnx").write_bytes(b"model")
    told = {"audio": {"sample_rate": rate}, "language": {"code": code}, "slow_s": slow_s}
    (folder / "voice.onnx.json").write_text(json.dumps(told), "utf-8")
    return folder


def open_neural(voices: Path, *, reads_screen: bool = True) -> Synth:
    choice = EngineChoice(names=("neural",), voices=voices, reads_screen=reads_screen)
    return plans(choice)[0].open()


@pytest.fixture
def synth(tmp_path: Path, piper_installed: None) -> Iterator[Synth]:
    make_model(tmp_path / "voices" / "zh", rate=16000)
    synth = open_neural(tmp_path / "voices")
    yield synth
    synth.close()


def said(synth: Synth, words: str, rate: int = 100) -> "array[int]":
    samples = array("h")

    def keep(pcm: bytes) -> bool:
        samples.frombytes(pcm)
        return True

    assert synth.speak(words, "zh-CN", rate, keep)
    return samples


def test_a_model_folder_speaks_at_our_rate_and_tells_how_fast_it_is(synth: Synth) -> None:
    can = synth.capabilities
    assert (can.name, can.languages, can.sample_rate) == ("piper", ("zh-CN",), 22050)
    assert can.first_audio_ms is not None
    assert can.first_audio_ms < 300
    samples = said(synth, "请到三号窗口。今天很好。")
    assert len(samples) / 22050 == pytest.approx(1.0, abs=0.05)
    assert max(samples) == pytest.approx(9000, rel=0.02)
    assert len(said(synth, "请到三号窗口。", 200)) / 22050 == pytest.approx(0.3, abs=0.03)


def test_a_refused_sample_ends_it_before_the_next_sentence(synth: Synth) -> None:
    heard: list[int] = []

    def first_only(pcm: bytes) -> bool:
        heard.append(len(pcm))
        return not pcm

    assert not synth.speak("请到三号窗口。" * 20, "zh-CN", 100, first_only)
    assert len(heard) < 20
    assert said(synth, "文员。")


def test_a_voice_too_slow_for_the_screen_reader_still_announces(
    tmp_path: Path, piper_installed: None
) -> None:
    make_model(tmp_path / "zh", slow_s=0.4)
    with pytest.raises(
        SpeechError, match=r"too slow for reading the screen: first sound after 4\d\d"
    ):
        open_neural(tmp_path)
    synth = open_neural(tmp_path, reads_screen=False)
    assert synth.capabilities.first_audio_ms is not None
    synth.close()


def test_an_engine_that_raises_or_crashes_leaves_the_words_to_the_next(
    tmp_path: Path, piper_installed: None
) -> None:
    make_model(tmp_path / "zh")
    standby = Standby(plans(EngineChoice(names=("neural", "espeak-ng"), voices=tmp_path)))
    for words in ("raise。", "crash。", "crash。", "crash。", "请坐。"):
        made: list[int] = []

        def keep(pcm: bytes, made: list[int] = made) -> bool:
            made.append(len(pcm))
            return True

        assert standby.speak(words, "zh-CN", 100, keep)
        assert sum(made) > 2000
    standby.close()


def test_without_the_package_or_the_folder_the_way_to_one_is_told(tmp_path: Path) -> None:
    make_model(tmp_path / "zh")
    with pytest.raises(SpeechError, match=r"piper-tts is not installed; docs/operator/voices\.md"):
        open_neural(tmp_path)
    with pytest.raises(SpeechError, match=r"no neural voice in .*; docs/operator/voices\.md"):
        open_neural(tmp_path / "none")


def test_a_broken_model_is_told_by_its_own_words(tmp_path: Path, piper_installed: None) -> None:
    folder = make_model(tmp_path / "zh")
    (folder / "voice.onnx").write_bytes(b"broken")
    with pytest.raises(SpeechError, match="RuntimeError: not a model"):
        open_neural(tmp_path)


def test_a_sherpa_folder_is_known_by_its_tokens_and_its_language_by_name_or_note(
    tmp_path: Path,
) -> None:
    named = tmp_path / "vits-icefall-zh-aishell3"
    named.mkdir()
    assert model_folder(named) is None
    (named / "model.onnx").touch()
    with pytest.raises(SpeechError, match=r"model\.onnx\.json \(piper\) or tokens\.txt"):
        model_folder(named)
    (named / "tokens.txt").touch()
    found = model_folder(named)
    assert found is not None
    assert (found.kind, found.language) == ("sherpa-onnx", "zh")
    other = tmp_path / "mine"
    named.rename(other)
    with pytest.raises(SpeechError, match=r"voice\.toml"):
        model_folder(other)
    (other / "voice.toml").write_text('language = "ug"\nspeaker = 3\n', "utf-8")
    noted = model_folder(other)
    assert noted is not None
    assert (noted.language, noted.note.speaker) == ("ug", 3)
    (other / "voice.toml").write_text("langauge = 1", "utf-8")
    with pytest.raises(SpeechError, match="langauge"):
        model_folder(other)


def test_the_doctor_tells_which_engine_speaks_each_language_and_what_fails(
    tmp_path: Path, piper_installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{tmp_path / 'none'}")
    make_model(tmp_path / "zh")
    found = {one.id: one for one in examine(EngineChoice(voices=tmp_path))}
    assert "Mandarin (zh) is spoken by neural, then by espeak-ng" in found["voice.language.zh"].what
    assert "English (en) is spoken by espeak-ng" in found["voice.language.en"].what
    assert found["voice.language.mn"].severity == "information"
    assert "first sound after" in found["voice.neural"].what
    assert found["voice.speech-dispatcher"].severity == "information"
    assert found["voice.jack"].severity in ("good", "information")
    (tmp_path / "zh" / "voice.onnx").write_bytes(b"broken")
    broken = {one.id: one for one in examine(EngineChoice(voices=tmp_path))}
    assert broken["voice.neural"].severity == "soon"


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100, 48000])
def test_resampling_in_pieces_is_resampling_of_the_whole(rate: int) -> None:
    samples = array("h", ((at * 37) % 20000 - 10000 for at in range(rate // 10)))
    whole = Resampler(rate, 22050)(samples.tobytes())
    pieces, part = Resampler(rate, 22050), b""
    for start in range(0, len(samples), 7):
        part += pieces(samples[start : start + 7].tobytes())
    assert part == whole
    assert len(whole) / 2 == pytest.approx(2205, abs=3)
