import wave
from array import array
from pathlib import Path

import pytest
from click.testing import CliRunner

from voice.cli import voice
from voice.doctor import examine


def test_phrase_prints_the_words_alone() -> None:
    result = CliRunner().invoke(voice, ["phrase", "--kind", "ticket", "A017"])
    assert (result.exit_code, result.output) == (0, "诶零幺七\n")
    english = CliRunner().invoke(voice, ["phrase", "--kind", "count", "12", "--lang", "en"])
    assert english.output == "twelve\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["phrase", "--kind", "mood", "A017"],
        ["phrase", "--kind", "ticket", " "],
        ["phrase", "--kind", "ticket", "A017", "--lang", "xx"],
        ["say", ""],
        ["say", "x" * 30_000],
    ],
)
def test_misuse_ends_with_two(arguments: list[str]) -> None:
    assert CliRunner().invoke(voice, arguments).exit_code == 2


def test_say_writes_a_file_that_is_not_silent(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "say.wav"
    result = CliRunner().invoke(voice, ["say", "请A017号到3号窗口", "--wav", str(file)])
    assert result.output == "请诶零幺七号到三号窗口\n"
    with wave.open(str(file)) as source:
        samples = array("h", source.readframes(source.getnframes()))
    assert 2.0 < len(samples) / 22050 < 6.0
    assert max(abs(sample) for sample in samples) > 3000


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = CliRunner().invoke(voice, ["say", "好", "--wav", str(tmp_path / "file" / "a.wav")])
    assert result.exit_code != 0
    assert "cannot be written" in str(result.exception)


def test_the_doctor_finds_a_voice_for_both_languages() -> None:
    found = {finding.id: finding.severity for finding in examine()}
    assert found["voice.language.zh"] == "good"
    assert found["voice.language.en"] == "good"
    assert "voice.device" in found
