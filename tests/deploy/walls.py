"""Two machines and a wall between them, in namespaces of their own; run under ``unshare -rn``.

``walls.py RULES SIDE``: loads the rules on the server (``SIDE`` server) or on the machine that asks
(``SIDE`` device), tries every door from each address, and prints what opened as JSON.
"""

import json
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from typing import Any

SERVER, DEVICE, MANAGER, STRANGER, BESIDE = (
    "192.168.90.20", "192.168.90.100", "192.168.90.5", "10.9.9.9", "192.168.90.101"
)  # fmt: skip
DOORS = (22, 80, 443, 5432, 8090, 8443)
_WITHIN_S = 0.3


def main(rules: str, side: str) -> None:
    """Build, load, try and tell."""
    other = subprocess.Popen(["unshare", "-n", "sleep", "120"])
    try:
        there = ["nsenter", "-t", str(other.pid), "-n"]
        _until(lambda: _ran(*there, "ip", "link", "set", "lo", "up"))
        for command in (
            "ip link set lo up", "ip link add s0 type veth peer name c0",
            f"ip link set c0 netns {other.pid}", f"ip addr add {SERVER}/24 dev s0",
            "ip addr add 10.9.9.1/24 dev s0", "ip link set s0 up",
        ):  # fmt: skip
            subprocess.run(command.split(), check=True)
        for address in (DEVICE, BESIDE, MANAGER, STRANGER):
            subprocess.run([*there, "ip", "addr", "add", f"{address}/24", "dev", "c0"], check=True)
        subprocess.run([*there, "ip", "link", "set", "c0", "up"], check=True)
        here = there if side == "device" else []
        if rules != "none":
            subprocess.run([*here, "nft", "-f", rules], check=True)
        with ExitStack() as open_doors:
            for port in DOORS:
                for address in (SERVER, "10.9.9.1"):
                    door = socket.create_server((address, port), backlog=200)
                    open_doors.enter_context(door)
            told = subprocess.run(
                [*there, sys.executable, __file__, "ask"], check=True, capture_output=True
            )
        sys.stdout.buffer.write(told.stdout)
    finally:
        other.kill()
        other.wait()


def ask() -> None:
    """Try every door from each address, as the other machine."""
    _until(lambda: _opens(DEVICE, SERVER, 443) or _opens(DEVICE, SERVER, 80), within=3)
    told: dict[str, Any] = {
        source: [port for port in DOORS if _opens(source, SERVER, port)]
        for source in (DEVICE, MANAGER)
    }
    told[STRANGER] = [port for port in DOORS if _opens(STRANGER, "10.9.9.1", port)]
    with ExitStack() as held:
        count = 0
        for _ in range(80):
            line = _line(BESIDE, SERVER, 443)
            if line is None:
                break
            held.enter_context(line)
            count += 1
        told["held"] = count
        told["others"] = _opens(DEVICE, SERVER, 443)
    sys.stdout.write(json.dumps(told))


def _line(source: str, address: str, port: int) -> socket.socket | None:
    with suppress(OSError):
        return socket.create_connection((address, port), _WITHIN_S, (source, 0))
    return None


def _opens(source: str, address: str, port: int) -> bool:
    line = _line(source, address, port)
    if line is not None:
        line.close()
    return line is not None


def _ran(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _until(done: Any, within: float = 10.0) -> None:
    tries = round(within / 0.05)
    while not done() and (tries := tries - 1):
        time.sleep(0.05)  # noqa: TID251  another process is waited for


if __name__ == "__main__":
    if sys.argv[1] == "ask":
        ask()
    else:
        main(sys.argv[1], sys.argv[2])
