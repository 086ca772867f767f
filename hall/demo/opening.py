"""Opening the hall: this machine, its content, its server and its kiosk."""

import json
import os
from pathlib import Path

import requests

from hall.demo.day import Day
from hall.demo.programs import hall90
from hall.demo.visitor import Visitor
from hall.demo.waiting import wait_for

_REAL_ROWS = "jobs_zh.jsonl.gz"


def set_up(day: Day) -> list[str]:
    """Start the simulated devices; keep what the doctor says of this machine."""
    day.scene.start_devices()
    findings = json.loads(hall90("doctor", "--json"))
    return [day.note("doctor.json", json.dumps(findings, ensure_ascii=False, indent=1))]


def start_server(day: Day) -> list[str]:
    """Start the server, make accounts, and read what it says of itself."""
    day.scene.start_server()
    day.scene.make_accounts()
    wait_for("the service day is open", lambda: day.scene.api("GET", "/api/v1/site").json()["open"])
    services = day.scene.api("GET", "/api/v1/services").json()["items"]
    described = requests.get(f"{day.scene.url}/openapi.json", timeout=20)
    described.raise_for_status()
    if len(services) < 2 or len(described.json()["paths"]) < 10:
        raise AssertionError("the server tells fewer services or calls than the hall has")
    summary = {
        "url": day.scene.url,
        "services": [service["names"]["zh-CN"] for service in services],
        "calls": sorted(described.json()["paths"]),
    }
    return [day.note("server.json", json.dumps(summary, ensure_ascii=False, indent=1))]


def import_content(day: Day) -> list[str]:
    """Bring content in twice; the second time nothing changes. Search finds it."""
    told = []
    for source, name in _sources():
        arguments = ["content", "import", source, "--source", name, "--json"]
        first = json.loads(hall90(*arguments, "--data", str(day.scene.data)))
        second = json.loads(hall90(*arguments, "--data", str(day.scene.data)))
        told.append({"source": name, "first": first, "second": second})
        if second["new"] or second["changed"]:
            raise AssertionError(f"the second import changed something: {second}")
    found = day.scene.api("GET", "/api/v1/content", params={"kind": "job", "q": "保洁"}).json()
    if not found["total"] or not found["items"]:
        raise AssertionError("the search for 保洁 finds nothing")
    titles = [item["title"] for item in found["items"][:5]]
    summary = {"imports": told, "search": {"保洁": found["total"], "first": titles}}
    return [day.note("import.json", json.dumps(summary, ensure_ascii=False, indent=1))]


def _sources() -> list[tuple[str, str]]:
    """Return the demo content we ship, and the real rows where this machine has them."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    real = Path(os.environ.get("HALL90_DATA", beside)) / _REAL_ROWS
    sources = [("demo:", "demo")]
    return [*sources, (str(real), "jobs")] if real.is_file() else sources


def start_kiosk(day: Day) -> list[str]:
    """Start the kiosk on its own screen and look at it."""
    scene = day.scene
    scene.start_kiosk(day.screen.name, f"{day.screen.width}x{day.screen.height}")
    scene.start_agent()
    day.visitor = Visitor(day.screen, day.folder / "speech.jsonl", day.folder / "tree.jsonl")
    shown = day.visitor.now()
    picture = day.visitor.picture(day.folder / "screens" / "idle.png")
    if shown["screen"] != "idle":
        raise AssertionError(f"the kiosk began with {shown['screen']!r}")
    colours = day.screen.picture().getcolors(maxcolors=1 << 24) or []
    if len(colours) < 8:
        raise AssertionError("the idle screen is empty")
    return day.relative(picture)
