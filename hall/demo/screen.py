"""A screen of our own: Xvfb, its pixels read straight from the frame buffer."""

import os
import struct
import subprocess
from pathlib import Path

from PIL import Image

from hall.errors import HallError

_HEADER = struct.Struct(">25I")


class Screen:
    """A virtual X display. The server chooses a free number itself."""

    def __init__(self, width: int, height: int, folder: Path) -> None:
        self.width = width
        self.height = height
        self._buffer = folder / "Xvfb_screen0"
        read_end, write_end = os.pipe()
        with (folder / "xvfb.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    "Xvfb",
                    "-displayfd",
                    str(write_end),
                    "-screen",
                    "0",
                    f"{width}x{height}x24",
                    "-fbdir",
                    str(folder),
                    "-nolisten",
                    "tcp",
                    "-noreset",
                ],
                pass_fds=[write_end],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        if not number:
            raise HallError("Xvfb did not start; install the package xvfb")
        self.name = f":{number}"

    def picture(self) -> Image.Image:
        """Return what is on the screen now (XWD, 32 bits a pixel, as Xvfb keeps it)."""
        data = self._buffer.read_bytes()
        header = _HEADER.unpack_from(data)
        size, width, height, bytes_per_line, colours = (
            header[0],
            header[4],
            header[5],
            header[12],
            header[19],
        )
        start = size + colours * 12
        pixels = data[start : start + bytes_per_line * height]
        return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", bytes_per_line, 1)

    def save(self, path: Path) -> Path:
        """Write the screen as PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.picture().save(path)
        return path

    def xdotool(self, *arguments: str) -> None:
        """Send real X events."""
        subprocess.run(
            ["xdotool", *arguments],
            env={**os.environ, "DISPLAY": self.name},
            check=True,
            capture_output=True,
            timeout=20,
        )

    def close(self) -> None:
        """End the display."""
        self._process.terminate()
        self._process.wait(10)
