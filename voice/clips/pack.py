"""A clip pack: a folder with `clips.toml` and one WAV file for each recording.

```toml
name = "Anping hall, Wang Li"
language = "zh-CN"
speaker = "Wang Li"
licence = "for this hall, with the speaker's consent of 2026-11-20"

[[clip]]
says = "请"
file = "001.wav"
```
"""

import logging
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from hall.errors import SpeechError

MANIFEST = "clips.toml"
_log = logging.getLogger(__name__)


class ClipLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One recording as the manifest names it."""

    says: str
    file: str
    carrier: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The manifest of a pack; ``call`` is the sentence of a call where no catalogue has one."""

    name: str
    language: str
    speaker: str
    licence: str
    call: str = ""
    clip: tuple[ClipLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A manifest and where it lies."""

    folder: Path
    manifest: Manifest
    files: dict[str, Path] = field(default_factory=dict)


def load_pack(folder: Path) -> Pack:
    """Read a pack's manifest. Raises SpeechError that says what is wrong in which line."""
    from voice.clips.cutting import canonical

    file = folder / MANIFEST
    try:
        told: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        manifest = msgspec.convert(told, Manifest)
    except OSError as error:
        raise SpeechError(f"{file} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SpeechError(f"{file}: {error}") from error
    files: dict[str, Path] = {}
    for clip in manifest.clip:
        says = canonical(clip.says)
        if not says:
            raise SpeechError(f"{file}: the clip {clip.file} says nothing ({clip.says!r})")
        files.setdefault(says, folder / clip.file)
    return Pack(folder=folder, manifest=manifest, files=files)


def packs_in(folders: tuple[Path, ...]) -> list[Path]:
    """Return the pack folders among and directly below these folders, by name."""
    found: list[Path] = []
    for folder in folders:
        if (folder / MANIFEST).is_file():
            found.append(folder)
        elif folder.is_dir():
            found += sorted(one.parent for one in folder.glob(f"*/{MANIFEST}"))
    return found


def call_sentences(folder: Path) -> dict[str, str]:
    """Return each pack's own sentence for a call, by language; packs that are broken have none."""
    found: dict[str, str] = {}
    for one in packs_in((folder,)):
        try:
            manifest = load_pack(one).manifest
        except SpeechError as error:
            _log.warning("clip pack not usable", extra={"why": str(error)})
            continue
        if manifest.call:
            found.setdefault(manifest.language, manifest.call)
    return found
