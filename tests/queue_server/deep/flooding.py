"""A network of its own in which mDNS is flooded; run under ``unshare -rn`` by ``test_flood``.

``flooding.py quiet|flood``: a hall is announced and searched for, with or without ten false halls
that send a thousand packets a second; prints what the search found and what it cost, as JSON.
"""

import asyncio
import json
import socket
import subprocess
import sys
import time
from typing import Any

from zeroconf import const
from zeroconf._dns import DNSPointer, DNSService, DNSText
from zeroconf._protocol.outgoing import DNSOutgoing

from config.loader import load_site
from queue_server.discovery import SERVICE_TYPE, announce, browse

A_SECOND, FALSE = 1000, 10
_GROUP = ("224.0.0.251", 5353)
_FOR_S = 4.0


def packets() -> list[bytes]:
    """Answers of ten false halls: some take the true one's name, some are new each time."""
    made = []
    for number in range(200):
        name = f"hall90-false{number}.{SERVICE_TYPE}" if number % FALSE else ""
        name = name or f"hall90-demo.{SERVICE_TYPE}"
        out = DNSOutgoing(const._FLAGS_QR_RESPONSE | const._FLAGS_AA)
        out.add_answer_at_time(
            DNSPointer(SERVICE_TYPE, const._TYPE_PTR, const._CLASS_IN, 120, name), 0
        )
        if number % 3 == 0:  # the others never resolve
            server = f"false{number}.local."
            out.add_answer_at_time(
                DNSService(name, const._TYPE_SRV, const._CLASS_IN, 120, 0, 0, 9, server), 0
            )
            out.add_answer_at_time(
                DNSText(name, const._TYPE_TXT, const._CLASS_IN, 120, b"\x08hall=bad"), 0
            )
        made += out.packets()
    return made


def flood() -> None:
    """Send for ever, at the pace."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
        every = packets()
        begun, sent = time.monotonic(), 0  # noqa: TID251  real packets, real time
        while True:
            due = int((time.monotonic() - begun) * A_SECOND)  # noqa: TID251
            for _ in range(due - sent):
                line.sendto(every[sent % len(every)], _GROUP)
                sent += 1
            time.sleep(0.005)  # noqa: TID251


def _sending() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, "send"])


async def serve(flooded: bool) -> dict[str, Any]:
    """Announce the hall, search for it, and tell the processor time that took."""
    async with announce(load_site(), "127.0.0.1", 8090):
        sending = _sending() if flooded else None
        try:
            await asyncio.sleep(0.5)
            cpu, wall = time.process_time(), time.monotonic()  # noqa: TID251
            await asyncio.sleep(_FOR_S)
            share = (time.process_time() - cpu) / (time.monotonic() - wall)  # noqa: TID251
            begun = time.monotonic()  # noqa: TID251
            found = await browse(2.0, ["127.0.0.1"])
            took = time.monotonic() - begun  # noqa: TID251
        finally:
            if sending is not None:
                sending.kill()
                sending.wait()
    return {
        "share": share, "took": round(took, 1), "found": len(found),
        "urls": sorted({each.url for each in found if each.hall == "demo"}),
    }  # fmt: skip


def main(how: str) -> None:
    """Make the network, and run in it."""
    if how == "send":
        flood()
    for command in ("ip link set lo up multicast on", "ip route add 224.0.0.0/4 dev lo"):
        subprocess.run(command.split(), check=True)
    sys.stdout.write(json.dumps(asyncio.run(serve(how == "flood"))))


if __name__ == "__main__":
    main(sys.argv[1])
