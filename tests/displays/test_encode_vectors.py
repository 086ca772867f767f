"""Every family's vectors: what `display encode` prints, byte for byte."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from displays.cli import display
from displays.signs.registry import family_names

VECTORS = Path(__file__).parents[1] / "vectors"


def vectors() -> list[Any]:
    return [
        pytest.param(name, vector, id=f"{name}: {vector['name']}")
        for name in family_names()
        for vector in tomllib.loads(
            (VECTORS / name.replace("-", "_") / "vectors.toml").read_text("utf-8")
        )["encode"]
    ]


def hex_of(text: str) -> str:
    return "".join(text.split()).lower()


@pytest.mark.parametrize(("family", "vector"), vectors())
def test_encode_prints_the_bytes_of_the_vector(
    family: str, vector: dict[str, Any], tmp_path: Path
) -> None:
    arguments = [
        argument.replace("{png}", str(tmp_path / "in.png")) for argument in vector["arguments"]
    ]
    if "png" in vector:
        size = (vector["png"]["width"], vector["png"]["height"])
        pixels = bytes.fromhex(vector["png"]["rgb"])
        Image.frombytes("RGB", size, pixels).save(tmp_path / "in.png")

    result = CliRunner().invoke(
        display, ["encode", "--family", family, *arguments], catch_exceptions=False
    )

    expected = vector.get("frames") or [vector["frame"]]
    assert result.stdout.splitlines() == [hex_of(frame) for frame in expected]


def test_every_family_has_vectors_a_checklist_and_a_page() -> None:
    root = Path(__file__).parents[2]
    for name in family_names():
        folder = name.replace("-", "_")
        checklist = tomllib.loads((root / "displays/signs" / folder / "quality.toml").read_text())
        assert (VECTORS / folder / "vectors.toml").exists(), name
        assert (root / checklist["page"]).exists(), name
        assert checklist["rules"]["hardware"], name
