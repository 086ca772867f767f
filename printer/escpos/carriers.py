"""python-escpos' device classes as carriers of our bytes: blocking, with our own time limits.

What they do wrong for us (Chinese, status, 60 s of silence) is not used: only opening, ``_raw``
and the device underneath. All methods run in the driver's thread.
"""

import importlib
import logging
import os
import socket
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import platformdirs

from hall.errors import LinkError, LinkLostError, LinkNotFoundError
from hall.links.address import LinkAddress

_CONNECT_WITHIN = 2.0
_WRITE_WITHIN = 15.0
_SHORTEST_WAIT = 0.001
_CHUNK = 4096
_logger = logging.getLogger(__name__)


class Carrier(Protocol):
    """Bytes both ways to one device; every method may block, none longer than it says."""

    @property
    def name(self) -> str:
        """The device's address, for logs and the thread's name."""
        ...

    @property
    def per_job(self) -> bool:
        """Whether to open for each job and close after it (others may want to print too)."""
        ...

    def open(self) -> None:
        """Open the device; raises LinkNotFoundError."""
        ...

    def write(self, data: bytes) -> None:
        """Write everything; raises LinkLostError."""
        ...

    def read(self, within: float) -> bytes:
        """Return what arrives within that time, or nothing; raises LinkLostError."""
        ...

    def close(self) -> None:
        """Close; harmless when repeated."""
        ...


def make_carrier(address: LinkAddress) -> Carrier:
    """Return the carrier for a LINK; raises LinkError for one no printer can be at."""
    match address.kind:
        case "tcp":
            return EscposCarrier(
                str(address), "Network", _connect, _read_socket, per_job=True,
                host=address.host, port=address.port, timeout=_CONNECT_WITHIN,
            )  # fmt: skip
        case "serial":
            return EscposCarrier(
                str(address), "Serial", _serial_opener(address), _read_serial,
                devfile=address.path,
                baudrate=address.option("baud", 9600),
                bytesize=address.option("bits", 8),
                parity=address.options.get("parity", "N"),
                stopbits=address.option("stop", 1),
                timeout=0.5,
                xonxoff=bool(address.option("xonxoff", 0)),
                dsrdtr=bool(address.option("dsrdtr", 0)),
            )  # fmt: skip
        case "usb":
            vendor, product = _usb_ids(address)
            return EscposCarrier(
                str(address), "Usb", _open, _read_usb,
                idVendor=vendor, idProduct=product, timeout=int(_WRITE_WITHIN * 1000),
                in_ep=int(address.options.get("in", "82"), 16),
                out_ep=int(address.options.get("out", "01"), 16),
            )  # fmt: skip
        case "file":
            return EscposCarrier(
                str(address), "File", _open_file, _never_answers,
                per_job=True, devfile=address.path,
            )  # fmt: skip
        case "mem":
            return EscposCarrier(str(address), "Dummy", _open, _never_answers)
        case _:
            raise LinkError(
                f"no printer can be at {address}; use tcp:, serial:, usb: or file:, for example "
                "tcp:192.168.1.9:9100"
            )


class EscposCarrier:
    """One of python-escpos' device classes behind the carrier's promises."""

    def __init__(
        self,
        name: str,
        device_class: str,
        opener: Callable[[Any], None],
        reader: Callable[[Any, float], bytes],
        *,
        per_job: bool = False,
        **options: object,
    ) -> None:
        self._name = name
        self._class = device_class
        self._opener = opener
        self._reader = reader
        self._per_job = per_job
        self._options = options
        self._printer: Any = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def per_job(self) -> bool:
        return self._per_job

    @property
    def output(self) -> bytes:
        """What a ``mem:`` link was given so far (the Dummy class keeps it)."""
        return bytes(self._printer.output) if self._printer is not None else b""

    def open(self) -> None:
        if self._printer is not None:
            return
        module = _escpos()
        printer = getattr(module, self._class)(**self._options)
        try:
            self._opener(printer)
        except (OSError, ValueError, RuntimeError, _not_found_error()) as error:
            printer.close()
            raise LinkNotFoundError(f"{self._name} could not be opened: {error}") from error
        self._printer = printer

    def write(self, data: bytes) -> None:
        if self._printer is None:
            raise LinkLostError(f"{self._name} is not open")
        try:
            for start in range(0, len(data), _CHUNK):
                self._printer._raw(data[start : start + _CHUNK])  # noqa: SLF001  as above
        except OSError as error:
            raise LinkLostError(f"{self._name} was lost while writing: {error}") from error

    def read(self, within: float) -> bytes:
        if self._printer is None:
            raise LinkLostError(f"{self._name} is not open")
        try:
            return self._reader(self._printer, within)
        except OSError as error:
            raise LinkLostError(f"{self._name} was lost while reading: {error}") from error

    def close(self) -> None:
        printer, self._printer = self._printer, None
        if printer is not None:
            try:
                printer.close()
            except (OSError, termios.error) as error:
                _logger.info("printer closed with an error", extra={"error": str(error)})


def _escpos() -> Any:
    """Import python-escpos where it keeps its cache in a folder of ours, not a new one a start."""
    cache = Path(platformdirs.user_cache_dir("hall90")) / "escpos"
    cache.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("ESCPOS_CAPABILITIES_PICKLE_DIR", str(cache))
    return importlib.import_module("escpos.printer")


def _not_found_error() -> type[Exception]:
    error: type[Exception] = importlib.import_module("escpos.exceptions").DeviceNotFoundError
    return error


def _open(printer: Any) -> None:
    printer.open()


def _connect(printer: Any) -> None:
    """Connect for the Network class, whose own ``open`` leaks its socket when nobody listens."""
    device = socket.create_connection((printer.host, printer.port), timeout=printer.timeout)
    device.settimeout(_WRITE_WITHIN)
    printer.device = device


def _open_file(printer: Any) -> None:
    """Open a device file; python-escpos would make an ordinary file where it is missing."""
    if not Path(printer.devfile).exists():
        raise FileNotFoundError(f"{printer.devfile} does not exist")
    printer.open()


def _serial_opener(address: LinkAddress) -> Callable[[Any], None]:
    rtscts = bool(address.option("rtscts", 0))

    def open_serial(printer: Any) -> None:
        printer.open()
        # python-escpos knows neither of these.
        printer.device.write_timeout = _WRITE_WITHIN
        printer.device.rtscts = rtscts

    return open_serial


def _read_socket(printer: Any, within: float) -> bytes:
    printer.device.settimeout(max(within, _SHORTEST_WAIT))
    try:
        data: bytes = printer._read()  # noqa: SLF001  the carrier interface of python-escpos
    except TimeoutError:
        return b""
    finally:
        printer.device.settimeout(_WRITE_WITHIN)
    if not data:
        raise LinkLostError("the printer closed the connection")
    return data


def _read_serial(printer: Any, within: float) -> bytes:
    printer.device.timeout = max(within, _SHORTEST_WAIT)
    first: bytes = printer.device.read(1)
    return first + bytes(printer.device.read(printer.device.in_waiting)) if first else b""


def _read_usb(printer: Any, within: float) -> bytes:
    usb = importlib.import_module("usb.core")
    try:
        return bytes(printer.device.read(printer.in_ep, 64, max(1, int(within * 1000))))
    except usb.USBTimeoutError:
        return b""


def _never_answers(_printer: Any, _within: float) -> bytes:
    return b""


def _usb_ids(address: LinkAddress) -> tuple[int, int]:
    vendor, _, product = address.path.partition(":")
    try:
        return int(vendor, 16), int(product, 16)
    except ValueError as error:
        raise LinkError(
            f"{address} needs the two numbers lsusb shows; write for example usb:04b8:0202"
        ) from error
