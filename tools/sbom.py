#!/usr/bin/env python3
"""The list of what this program is made of (CycloneDX 1.6, JSON), from the hash locks.

    tools/sbom.py OUT.json [--role server …]

Names, versions and hashes are those that would be installed, for every system a lock covers;
licences are told where this interpreter has the library installed (run it by .venv/bin/python).
The same locks give the same bytes: no time, and a serial number made of the contents.
"""

import argparse
import hashlib
import json
import re
import tomllib
import uuid
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
ROLES = ("server", "kiosk", "display", "printer", "voice")
_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def locked(text: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield name, version and SHA-256 sums of each library of a lock."""
    for block in re.split(r"\n(?=\S)", text):
        if (found := _PINNED.match(block)) is not None:
            name = re.sub(r"[-_.]+", "-", found[1]).lower()
            yield name, found[2], tuple(_HASH.findall(block))


def bill(roles: Sequence[str], root: Path = _ROOT) -> dict[str, Any]:
    """Return the bill of materials for the roles."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    used: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for role in roles:
        for name, version, sums in locked((root / f"requirements/{role}.lock").read_text("utf-8")):
            hashes, by = used.setdefault((name, version), (set(), set()))
            hashes.update(sums)
            by.add(role)
    components = [
        _component(name, version, sorted(hashes), sorted(by))
        for (name, version), (hashes, by) in sorted(used.items())
    ]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    told = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "purl": own,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [each["bom-ref"] for each in components]}],
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return {"serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}", **told}


def _component(name: str, version: str, sums: list[str], roles: list[str]) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}"
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "externalReferences": [
            {
                "type": "distribution",
                "url": purl,
                "comment": "one of these files, by system and processor",
                "hashes": [{"alg": "SHA-256", "content": each} for each in sums],
            }
        ],
        "properties": [{"name": "hall90:role", "value": each} for each in roles],
    }
    if licence := _licence(name, version):
        told["licenses"] = [{"license": {"name": licence}}]
    return told


def _licence(name: str, version: str) -> str:
    """Return what an installed library says of its licence, in short; empty where not here."""
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if found["Version"] != version:
        return ""
    given = _first(found, "License-Expression")
    of_trove = [
        each.rpartition(" :: ")[2]
        for each in found.get_all("Classifier") or []
        if each.startswith("License :: ")
    ]
    first_line = _first(found, "License").strip().partition("\n")[0]
    return given or " OR ".join(of_trove) or first_line[:100]


def _first(found: metadata.PackageMetadata, key: str) -> str:
    return found[key] or "" if key in found else ""


def main() -> None:
    """Write the bill."""
    parser = argparse.ArgumentParser(description="List what hall90 is made of (CycloneDX JSON).")
    parser.add_argument("out", type=Path)
    parser.add_argument("--role", action="append", choices=ROLES, help="default: all of them")
    asked = parser.parse_args()
    told = bill(asked.role or ROLES)
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    asked.out.write_text(text, "utf-8")
    print(f"{asked.out}: {len(told['components'])} libraries")  # noqa: T201  its answer


if __name__ == "__main__":
    main()
