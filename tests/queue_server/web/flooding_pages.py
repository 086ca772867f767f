"""One client that asks a thousand times a second, from an address of its own, for some seconds.

``flooding_pages.py HOST PORT SECONDS``: prints what was answered how often, as JSON.
"""

import asyncio
import json
import sys
from collections import Counter

LINES, A_SECOND = 20, 1000
_ASKED = (
    b"GET /api/v1/content?q=%E4%BF%9D%E6%B4%81 HTTP/1.1\r\nHost: hall\r\n"
    b"X-Forwarded-For: 10.0.0.66\r\n\r\n"
)


async def _line(host: str, port: int, until: float, told: Counter[str]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    loop = asyncio.get_running_loop()
    begun, sent = loop.time(), 0
    while (now := loop.time()) < until:
        if sent > (now - begun) * A_SECOND / LINES:
            await asyncio.sleep(0.002)
            continue
        writer.write(_ASKED)
        sent += 1
        head = await reader.readuntil(b"\r\n\r\n")
        told[head.split(b" ", 2)[1].decode()] += 1
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                await reader.readexactly(int(line.partition(b":")[2]))
    writer.close()


async def main(host: str, port: int, seconds: float) -> None:
    """Ask over all lines at once."""
    told: Counter[str] = Counter()
    until = asyncio.get_running_loop().time() + seconds
    await asyncio.gather(*(_line(host, port, until, told) for _ in range(LINES)))
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
