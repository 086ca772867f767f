"""`hall90 voice`: say a text, or show the words spoken for a typed value."""

import json
import queue
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hall.errors import SpeechError
from voice.clips.cli import clips

if TYPE_CHECKING:
    from voice.port import SpeechEvent
    from voice.utterance import Utterance

_KINDS = (
    *("ticket", "phone", "money", "date", "time", "percent", "ordinal", "count", "id", "range"),
    "unit",
)
_LONGEST_SECONDS = 600.0


@click.group()
def voice() -> None:
    """Speak, and show how values are spoken."""


voice.add_command(clips)


@voice.command("say")
@click.argument("text")
@click.option("--lang", default="zh-CN", show_default=True, help="Language of the text.")
@click.option(
    "--wav",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a WAV file instead of using the speaker.",
)
@click.option("--rate", default=100, show_default=True, type=click.IntRange(50, 300), help="In %.")
@click.option("--engine", default=None, help="Use only this engine; `hall90 doctor` lists them.")
@click.option("--output", default="", help="Part of an output's name (`hall90 voice outputs`).")
def say_command(
    text: str, lang: str, wav: Path | None, rate: int, engine: str | None, output: str
) -> None:
    """Say TEXT through the speaker, or into a file.

    Prints the words as spoken; ends with 3 where nothing could be heard.
    """
    from voice.plan import spoken, too_long
    from voice.utterance import Say, Utterance

    utterance = Utterance(
        id="say", parts=(Say(text, lang),), priority=1, cause="action", channel="speaker"
    )
    if not text.strip():
        raise click.BadParameter("nothing to say", param_hint="TEXT")
    if too_long(utterance):
        raise click.BadParameter("longer than anyone would listen to", param_hint="TEXT")
    engines = () if engine is None else (engine,)
    if wav is None:
        _say_aloud(utterance, engines, rate, output)
    else:
        _say_to_file(utterance, engines, rate, wav)
    click.echo(spoken(utterance))


@voice.command("outputs")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def outputs_command(*, as_json: bool) -> None:
    """List this machine's sound outputs, as the site file names them (a part is enough)."""
    from voice.sinks.device import outputs

    names = [str(output) for output in outputs()]
    if as_json:
        click.echo(json.dumps(names, ensure_ascii=False))
    elif names:
        click.echo("\n".join(names))
    else:
        click.echo("there is no sound output here; `hall90 doctor` tells more", err=True)


@voice.command("phrase")
@click.option("--kind", required=True, type=click.Choice(_KINDS), help="What the value is.")
@click.option("--lang", default="zh-CN", show_default=True, help="zh-CN or en.")
@click.argument("value")
def phrase_command(kind: str, lang: str, value: str) -> None:
    """Print the words spoken for VALUE, alone on a line."""
    from voice.phrasing import phrase

    if not value.strip():
        raise click.BadParameter("nothing to say", param_hint="VALUE")
    if not lang.startswith(("zh", "en")):
        raise click.BadParameter("phrasing knows zh-CN and en", param_hint="--lang")
    click.echo(phrase(kind, value, lang))


@voice.command("readings")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON lines.")
def readings_command(files: tuple[Path, ...], as_json: bool) -> None:
    """List how Mandarin in FILES is read by guess, for a native speaker to judge.

    FILES are text, CSV or JSON lines, also .gz. Right readings go into readings_reviewed.tsv,
    wrong ones into readings.tsv, beside the voice package's code.
    """
    from dataclasses import asdict
    from json import dumps

    from voice.reading_files import mandarin_in
    from voice.suspects import suspects

    for one in suspects(text for file in files for text in mandarin_in(file)):
        if as_json:
            click.echo(dumps(asdict(one), ensure_ascii=False))
        else:
            others = "/".join(one.others)
            examples = " ".join(one.examples)
            click.echo(f"{one.count:6} {one.character} {one.reading:8} {others:20} {examples}")


def _say_to_file(utterance: "Utterance", engines: tuple[str, ...], rate: int, file: Path) -> None:
    from voice.recording import write_wav
    from voice.rendering import render
    from voice.synths.registry import EngineChoice, open_synths

    synths = open_synths(EngineChoice(names=engines))
    try:
        if any(synth.capabilities.sounds_itself for synth in synths):
            raise SpeechError("this engine plays on an output of its own and cannot fill a file")
        samples = render(utterance, synths, rate=rate)
        write_wav(file, samples, synths[0].capabilities.sample_rate)
    except OSError as error:
        raise SpeechError(f"{file} cannot be written: {error.strerror}") from error
    finally:
        for synth in synths:
            synth.close()


def _say_aloud(utterance: "Utterance", engines: tuple[str, ...], rate: int, output: str) -> None:
    from voice.port import RATE_STEPS
    from voice.process import VoiceOptions, start_voice

    heard: queue.SimpleQueue[SpeechEvent] = queue.SimpleQueue()
    options = VoiceOptions(channel="speaker", engines=engines, devices={"speaker": output})
    speech = start_voice(events=heard.put, options=options)
    try:
        if not speech.wait_ready(10.0):
            raise SpeechError("the voice process did not start")
        status = speech.status
        if not status.engines:
            raise SpeechError("; ".join(status.problems) or "no speech engine works here")
        if not status.audible or (output and status.problems):
            raise SpeechError(f"{'; '.join(status.problems)}; use --wav FILE or another --output")
        speech.set_rate(min(range(len(RATE_STEPS)), key=lambda at: abs(RATE_STEPS[at] - rate)))
        speech.set_volume(len(RATE_STEPS))
        speech.say(utterance)
        while (event := heard.get(timeout=_LONGEST_SECONDS)).kind not in ("end", "cancel"):
            continue
        if event.kind == "cancel":
            raise SpeechError(f"not spoken: {event.reason}")
    finally:
        speech.close()
