"""Signs that share a line: one bus for one device, and signs nobody could tell apart are told."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from config.cli import config
from config.loader import DEMO_SITE
from config.site import Sign
from displays.lines import by_line, examine_lines
from hall.ids import SignId, ZoneId


def sign(name: str, link: str, address: int | str | None = None, **settings: Any) -> Sign:
    usual: dict[str, Any] = {
        "id": SignId(name),
        "family": "bx-k",
        "profile": "5k",
        "link": link,
        "zone": ZoneId("a"),
        "area": (0, 0, 128, 32),
        "address": address,
    }
    return Sign(**usual | settings)


BUS = "serial:/dev/ttyUSB7"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (sign("s1", BUS, 1), sign("s2", BUS, 2), []),
        (sign("s1", BUS, 1), sign("s2", BUS, 1), ["sign-address-s2"]),
        (sign("s1", BUS, 10), sign("s2", BUS, "0x0A"), ["sign-address-s2"]),
        (sign("s1", BUS), sign("s2", BUS, 2), ["sign-address-s2"]),
        (sign("s1", BUS), sign("s2", BUS), ["sign-address-s2"]),
        (sign("s1", BUS), sign("s2", "serial:/dev/ttyUSB8"), []),
        (sign("s1", "tcp:10.0.0.7:5005"), sign("s2", "tcp:10.0.0.8:5005"), []),
        (sign("s1", "tcp:SIGN:5005"), sign("s2", "tcp:sign:5005"), ["sign-address-s2"]),
        (sign("s1", f"{BUS}?baud=9600", 1), sign("s2", BUS, 2), ["sign-line-s2"]),
        (sign("s1", BUS, 1, family="am03127", profile=""), sign("s2", BUS, 1), []),
        (sign("s1", "nowhere", 1), sign("s2", "nowhere", 1), []),
    ],
)
def test_signs_that_could_not_be_told_apart_are_told(
    first: Sign, second: Sign, told: list[str]
) -> None:
    found = examine_lines([first, second])
    assert [each.id for each in found] == told
    assert {each.severity for each in found} <= {"stops"}


def test_one_device_has_one_bus_however_its_link_is_written() -> None:
    links = [f"{BUS}?baud=9600", BUS, "mem:x", "tcp:SIGN:1", "tcp:sign:1", "tcp:sign:2"]
    groups = by_line((link, number) for number, link in enumerate(links))
    assert [members for _, members in groups] == [[0, 1], [2], [3, 4], [5]]
    assert groups[0][0].option("baud", 0) == 9600
    assert len(by_line([("pty:", 1), ("pty:", 2)])) == 2


def test_one_port_under_two_names_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "ttyUSB0").touch()
    (tmp_path / "by-id").symlink_to(tmp_path / "ttyUSB0")
    links = [f"serial:{tmp_path}/ttyUSB0", f"serial:{tmp_path}/by-id"]
    assert len(by_line((link, link) for link in links)) == 1


def test_config_check_tells_two_signs_on_one_device(tmp_path: Path) -> None:
    text = DEMO_SITE.read_text("utf-8")
    links = sorted({line for line in text.splitlines() if line.startswith('link = "tcp:')})
    file = tmp_path / "site.toml"
    file.write_text(text.replace(links[1], links[0]))
    said = json.loads(CliRunner().invoke(config, ["check", str(file), "--json"]).output)
    assert "sign-address-sign-w3" in {each["id"] for each in said["warnings"]}
