"""A family from another distribution is driven like ours, without a line changed here."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from displays.doctor import examine
from displays.encoding import print_encoded
from displays.signs.commands import Page, Show
from displays.signs.port import UnsupportedError, Wiring
from displays.signs.registry import family, family_names

MODULE = '''
"""A sign from the village smith: everything is one line of text."""

from displays.signs.port import Encoded, Family, SignCapabilities


def encode(command, wiring):
    return Encoded(frames=(command.page.text.encode(),))


def nothing(*args):
    raise NotImplementedError


FAMILY = Family(
    name="smith",
    profiles=("big",),
    capabilities=lambda profile: SignCapabilities(
        content="text", charset="ascii", colours=(), cells=(16,), acknowledges=False
    ),
    encode=encode,
    make_sign=nothing,
    make_stand_in=nothing,
)
WRONG = "no family"
'''


@pytest.fixture
def smith(tmp_path: Path) -> Iterator[None]:
    """Install a distribution that brings a family, for the length of a test."""
    (tmp_path / "smith_sign.py").write_text(MODULE)
    about = tmp_path / "smith_sign-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: smith-sign\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[hall90.sign_families]\nsmith = smith_sign:FAMILY\nbroken = smith_sign:WRONG\n"
    )
    sys.path.insert(0, str(tmp_path))
    try:
        yield
    finally:
        sys.path.remove(str(tmp_path))
        sys.modules.pop("smith_sign", None)


@pytest.mark.usefixtures("smith")
def test_an_outsiders_family_is_found_and_encodes(capsys: pytest.CaptureFixture[str]) -> None:
    assert "smith" in family_names()
    print_encoded(family("smith"), Wiring(profile="big"), Show(page=Page(text="A017")))
    assert capsys.readouterr().out == b"A017".hex() + "\n"


@pytest.mark.usefixtures("smith")
def test_what_is_no_family_is_refused() -> None:
    with pytest.raises(TypeError, match="broken is not a Family"):
        family("broken")


def test_an_unknown_family_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnsupportedError, match="bx-k"):
        family("smith")


def test_the_doctor_tells_of_fonts_scripts_lines_and_families() -> None:
    found = {finding.id: finding for finding in examine()}
    assert {"displays-font", "displays-scripts", "displays-serial", "displays-families"} == {*found}
    assert "alpha" in found["displays-families"].what
