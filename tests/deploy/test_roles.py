"""A machine that is installed for one role only finds every library that role needs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Pairing loads its ciphers late: they are named here too.
_CIPHERS = (
    "cryptography.x509",
    "cryptography.hazmat.primitives.asymmetric.x25519",
    "cryptography.hazmat.primitives.kdf.hkdf",
)
NEEDS = {
    "kiosk": ("kiosk.cli", "kiosk.app", "kiosk.doctor", "queue_server.pairing.cli", *_CIPHERS),
    "display": ("displays.cli", "displays.agent", "queue_server.pairing.cli", *_CIPHERS),
    "printer": ("printer.cli", "printer.doctor"),
    "voice": ("voice.cli", "voice.doctor"),
    "server": ("queue_server.cli", "queue_server.web.app", "queue_server.pairing.cli", *_CIPHERS),
}
_IMPORT = """
import importlib, importlib.metadata, re, sys
held = {re.sub(r"[-_.]+", "-", each).lower() for each in sys.argv[1].split(",")} | {"hall90"}
away = {
    module for module, owners in importlib.metadata.packages_distributions().items()
    if not {re.sub(r"[-_.]+", "-", each).lower() for each in owners} & held
}
class Away:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in away:
            raise ImportError(f"{name} is not installed for this role")
sys.meta_path.insert(0, Away())
for name in sys.argv[2:]:
    importlib.import_module(name)
"""


@pytest.mark.parametrize("role", ["kiosk", pytest.param("display", marks=pytest.mark.deep)])
def test_a_machine_of_one_role_can_be_paired(role: str) -> None:
    _load(role, "queue_server.pairing.cli", *_CIPHERS)


@pytest.mark.deep
@pytest.mark.parametrize("role", NEEDS)
def test_each_role_alone_has_what_it_loads(role: str) -> None:
    _load(role, *NEEDS[role])


def _load(role: str, *names: str) -> None:
    lock = (ROOT / f"requirements/{role}.lock").read_text("utf-8")
    held = ",".join(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    told = subprocess.run(
        [sys.executable, "-c", _IMPORT, held, *names],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr.strip().rpartition("\n")[2]
