"""Every place, occupation and word of the interface is read, and nothing is left to a guess."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from config.loader import load_site
from voice.cli import voice
from voice.pinyin import UNKNOWN, hall_words, mandarin_pinyin
from voice.reading_files import mandarin_in
from voice.suspects import reviewed, suspects

ROOT = Path(__file__).resolve().parents[2]
_SYLLABLES = re.compile(r"(?:[a-z]+[1-5])+")


def names(data: Path | None, file: str) -> list[str]:
    """The names of a data file, or, where the data are not at hand, our own words."""
    path = None if data is None else data / file
    if path is None or not path.exists():
        return [word for word in hall_words() if word != "生僻字"]
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as stream:
        return sorted({row["name"] for row in csv.DictReader(stream)})


def interface() -> Iterator[str]:
    """Every Mandarin text the hall's own catalogues and demo site hold."""
    for catalogue in sorted(ROOT.glob("*/texts/zh-CN.ftl")):
        yield from mandarin_in(catalogue)
    site = load_site()
    for service in site.services:
        yield from (service.names["zh-CN"], service.about.get("zh-CN", ""))
    for zone in site.zones:
        yield from (zone.names["zh-CN"], zone.directions["zh-CN"])


@pytest.mark.parametrize("file", ["regions_cn.csv", "occupations_cn_2022.csv"])
def test_no_name_of_the_data_is_read_by_guess(real_data: Path | None, file: str) -> None:
    assert [(one.character, one.examples) for one in suspects(names(real_data, file))] == []


def test_no_word_of_the_interface_is_read_by_guess() -> None:
    guessed = [(one.character, one.reading, one.examples) for one in suspects(interface())]
    assert guessed == [], (
        "put right ones into voice/readings_reviewed.tsv, others into readings.tsv"
    )


@pytest.mark.parametrize("file", ["regions_cn.csv", "occupations_cn_2022.csv"])
def test_every_character_of_a_name_sounds_once(real_data: Path | None, file: str) -> None:
    for name in names(real_data, file):
        han = re.sub(r"[^\u3400-\u9fff]", "", name)
        spoken = mandarin_pinyin(han)
        assert UNKNOWN not in spoken, name
        assert len(re.findall(r"[a-z]+[1-5]", spoken)) == len(han), (name, spoken)


def test_a_55_few_street_names_are_left_to_a_guess(real_data: Path | None) -> None:
    streets = names(real_data, "streets_cn.csv.gz")
    guessed = sum(one.count for one in suspects(streets))
    assert guessed <= len(streets) * 0.01


def test_a_55_few_job_titles_are_left_to_a_guess(real_data: Path | None) -> None:
    path = None if real_data is None else real_data / "jobs_zh.jsonl.gz"
    titles = list(interface())
    if path is not None and path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            titles = sorted({json.loads(line)["title"] for line in stream})
    assert sum(one.count for one in suspects(titles)) <= 10


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("长治市", "chang2 zhi4 shi4"),
        ("弓长岭区", "gong1 chang2 ling3 qu1"),
        ("洪洞县", "hong2 tong2 xian4"),
        ("曹妃甸区", "cao2 fei1 dian4 qu1"),
        ("单县", "shan4 xian4"),
        ("长岭镇", "chang2 ling3 zhen4"),
        ("四都镇", "si4 du1 zhen4"),
        ("克什克腾旗", "ke4 shi2 ke4 teng2 qi2"),
        ("装调工", "zhuang1 tiao2 gong1"),
        ("切配工", "qie1 pei4 gong1"),
        ("长白班", "chang2 bai2 ban1"),
        ("试模师傅", "shi4 mu2 shi1 fu4"),
        ("给排水工程师", "ji3 pai2 shui3 gong1 cheng2 shi1"),
        ("都可以", "dou1 ke2 yi3"),
        ("文字太长", "wen2 zi4 tai4 chang2"),
    ],
)
def test_a_55_names_are_read_as_people_there_say_them(name: str, reading: str) -> None:
    assert " ".join(re.findall(r"[a-z]+[1-5]", mandarin_pinyin(name))) == reading


def test_the_lists_hold_readings_a_voice_can_say() -> None:
    for word, reading in (*hall_words().items(), *reviewed().items()):
        syllables = reading.split()
        assert len(syllables) == len(word), word
        assert all(_SYLLABLES.fullmatch(each) for each in syllables), word


def test_a_guess_is_listed_with_its_other_readings(tmp_path: Path) -> None:
    file = tmp_path / "titles.csv"
    file.write_text("title\n轧盖工\n轧盖\n你好\n", "utf-8")
    answer = CliRunner().invoke(voice, ["readings", "--json", str(file)])
    assert answer.exit_code == 0
    [found] = [json.loads(line) for line in answer.output.splitlines()]
    assert (found["character"], found["count"]) == ("轧", 2)
    assert "zhá" in found["others"]
    table = CliRunner().invoke(voice, ["readings", str(file)])
    assert "轧" in table.output


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "picture.txt"
    file.write_bytes(b"\xff\xfe\x00")
    answer = CliRunner().invoke(voice, ["readings", str(file)])
    assert answer.exit_code != 0
    assert "cannot be read" in str(answer.exception)
