"""`hall90 voice clips`: what a speaker must record for a hall, and whether it was recorded well."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hall.errors import HallError, SpeechError

if TYPE_CHECKING:
    from config.site import Site
    from voice.clips.lines import SpokenLine
    from voice.clips.script import HallNumbers

_SITE = click.option(
    "--site",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The hall's site file; left out: the demo hall.",
)
_SENTENCE = click.option(
    "--sentence",
    help="A call's sentence with {number} and {window}, for a language without a catalogue.",
)


class _IncompletePackError(HallError):
    """A pack has faults; they were printed."""


@click.group()
def clips() -> None:
    """Recorded voices: what to record for a hall, and whether a pack can be used."""


@clips.command("script")
@click.option("--lang", required=True, help="Language tag of the recordings, such as zh-CN or mn.")
@_SITE
@_SENTENCE
@click.option(
    "--also",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A text file of further sentences to record, one a line.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to begin the pack in: script.txt for the speaker, clips.toml for the machine.",
)
def script_command(
    lang: str, site: Path | None, sentence: str | None, also: Path | None, out: Path | None
) -> None:
    """Print what a speaker must record so that the hall can say all of its calls."""
    from voice.clips.script import manifest, recordings, sheet

    hall = _site(site)
    lines = _lines(lang, hall, sentence)
    if also is not None:
        lines += _also(also)
    found = recordings(lines, _numbers(hall), lang, hall.speech.ticket_one)
    text = sheet(found, lang)
    if out is not None:
        _write(out, text, manifest(found, lang, call=sentence or ""))
    click.echo(text, nl=False)


@clips.command("check")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@_SITE
def check_command(folder: Path, site: Path | None) -> None:
    """Check every recording of a pack in FOLDER, and that it says all the hall needs.

    Ends with 1 when something must be recorded or written again.
    """
    from voice.clips.checking import check_pack
    from voice.clips.pack import load_pack
    from voice.clips.script import sentences

    pack = load_pack(folder)
    hall = _site(site)
    language = pack.manifest.language
    lines = _lines(language, hall, pack.manifest.call or None)
    needed = sentences([line for line in lines if line.varies], _numbers(hall), language)
    faults = check_pack(folder, needed)
    for fault in faults:
        click.echo(f"{fault.where}: {fault.problem}")
    if faults:
        raise _IncompletePackError(f"{len(faults)} things to mend in {folder}")
    click.echo(f"{len(pack.files)} recordings say every call of {hall.hall.id} in {language}")


def _site(file: Path | None) -> "Site":
    from config.loader import load_site

    return load_site(file) if file is not None else load_site()


def _numbers(hall: "Site") -> "HallNumbers":
    from voice.clips.script import HallNumbers

    return HallNumbers(
        prefixes=[service.prefix for service in hall.services],
        windows=sorted(window.number for window in hall.windows),
    )


def _lines(lang: str, hall: "Site", sentence: str | None) -> "list[SpokenLine]":
    from voice.clips.lines import SpokenLine, installed_lines

    if sentence is None:
        lines = installed_lines(lang, hall.speech.ticket_one)
        if not lines:
            raise SpeechError(
                f"the hall's sentences are not translated to {lang};"
                " give the call's with --sentence 'TEXT {number} TEXT {window} TEXT'"
            )
        return lines
    if "{number}" not in sentence or "{window}" not in sentence:
        raise click.BadParameter("needs {number} and {window}", param_hint="--sentence")

    def words(number: str, window: int) -> str:
        return sentence.replace("{number}", number).replace("{window}", str(window))

    return [SpokenLine(id="call", words=words, varies=True)]


def _also(file: Path) -> "list[SpokenLine]":
    from voice.clips.lines import fixed

    rows = [row.strip() for row in file.read_text("utf-8").splitlines()]
    return [fixed(f"also-{index}", row) for index, row in enumerate(rows, start=1) if row]


def _write(folder: Path, text: str, toml: str) -> None:
    from voice.clips.pack import MANIFEST

    if (folder / MANIFEST).exists():
        raise SpeechError(f"{folder / MANIFEST} is already there; choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "script.txt").write_text(text, "utf-8")
        (folder / MANIFEST).write_text(toml, "utf-8")
    except OSError as error:
        raise SpeechError(f"{folder} cannot be written: {error.strerror}") from error
