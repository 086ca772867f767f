"""S-34: what the program is made of, as CycloneDX, and whether a known fault is in it."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def _run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / tool), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sbom") / "sbom.cdx.json"
    assert _run("sbom.py", str(file)).returncode == 0
    return file


def test_s_34_the_bill_has_what_cyclonedx_requires_and_every_locked_library(bill: Path) -> None:
    told = json.loads(bill.read_text("utf-8"))
    assert (told["bomFormat"], told["specVersion"], told["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", told["serialNumber"])
    parts = told["components"]
    refs = [each["bom-ref"] for each in parts]
    assert len(set(refs)) == len(refs)
    assert told["dependencies"][0]["dependsOn"] == refs
    for each in [told["metadata"]["component"], *parts]:
        assert each["type"] in {"application", "library"}
        assert each["name"]
        assert re.fullmatch(r"pkg:pypi/[a-z0-9-]+@\S+", each["purl"])
    for each in parts:
        (files,) = each["externalReferences"]
        assert files["type"] == "distribution"
        assert files["hashes"], each["name"]
        assert all(re.fullmatch(r"[0-9a-f]{64}", one["content"]) for one in files["hashes"])
        assert {one["alg"] for one in files["hashes"]} == {"SHA-256"}
    pinned = set()
    for role in ("server", "kiosk", "display", "printer", "voice"):
        lock = (ROOT / f"requirements/{role}.lock").read_text("utf-8")
        pinned |= {line.partition(" ")[0] for line in lock.splitlines() if re.match(r"\w", line)}
    assert {f"{each['name']}=={each['version']}" for each in parts} == pinned
    litestar = next(each for each in parts if each["name"] == "litestar")
    assert litestar["licenses"] == [{"license": {"name": "MIT License"}}]


def test_s_34_the_same_locks_give_the_same_bill(bill: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    _run("sbom.py", str(again))
    assert again.read_bytes() == bill.read_bytes()
    one = tmp_path / "printer.json"
    _run("sbom.py", str(one), "--role", "printer")
    assert len(json.loads(one.read_bytes())["components"]) < len(
        json.loads(bill.read_bytes())["components"]
    )


class _Osv(BaseHTTPRequestHandler):
    """Knows of one fault."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        results: list[dict[str, Any]] = [
            {"vulns": [{"id": "PYSEC-1"}]} if "/litestar@" in each["package"]["purl"] else {}
            for each in asked
        ]
        body = json.dumps({"results": results[: None if self.path == "/v1/querybatch" else 1]})
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def osv() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Osv) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_s_34_a_library_with_a_known_fault_is_named(bill: Path, osv: str) -> None:
    found = _run("audit.py", str(bill), "--url", osv)
    assert found.returncode == 1
    assert re.search(r"pkg:pypi/litestar@\S+: PYSEC-1", found.stdout)
    assert "1 with a known fault" in found.stdout


def test_s_34_where_nobody_answers_nothing_is_said_to_be_safe(bill: Path, osv: str) -> None:
    for url in ("http://127.0.0.1:9", f"{osv}/wrong"):
        silent = _run("audit.py", str(bill), "--url", url)
        assert silent.returncode == 3
        assert "Nothing is known of these" in silent.stderr
        assert silent.stdout == ""
