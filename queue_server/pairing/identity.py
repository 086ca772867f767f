"""A device's side of TLS: whom it trusts, what it shows, and its certificate kept fresh.

A folder of its own (0700): ``authority.pem``, the hall's authority, pinned when the device was
paired, and ``device.pem``, its key and its certificate. The authority lets one machine only pass
for the server, so the address under which that is reached proves nothing and is not compared.
"""

import asyncio
import logging
import os
import ssl
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from platformdirs import user_data_dir

from hall.clock import Clock
from hall.errors import ConfigError, Fault, HallError
from queue_server import wire

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_LOOK_S = 3600.0
_NOT_YET, _OVER = 9, 10  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
_LOG = logging.getLogger(__name__)


def identity_folder() -> Path:
    """Return where this machine's identity lies: as HALL90_IDENTITY says, else the user's."""
    return Path(os.environ.get("HALL90_IDENTITY") or Path(user_data_dir("hall90")) / "identity")


class Asking(Protocol):
    """What of a hall's client is needed to ask for certificates."""

    async def certify(self, request: str) -> wire.Certificate: ...

    async def certificate_shown(self) -> None: ...

    async def drop_connections(self) -> None: ...


class Identity:
    """What a device is known by, in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._context: ssl.SSLContext | None = None

    @property
    def authority_file(self) -> Path:
        """The authority this device trusts, and no other."""
        return self.folder / "authority.pem"

    @property
    def own_file(self) -> Path:
        """This device's key and certificate."""
        return self.folder / "device.pem"

    def trust(self, authority: str) -> None:
        """Pin the authority; a certificate of another one is none of ours any more."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.own_file.unlink(missing_ok=True)
        _write(self.authority_file, authority.encode())
        self._context = None

    def context(self) -> ssl.SSLContext:
        """Return how this device speaks TLS; raises ConfigError where it was not paired."""
        if self._context is None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.check_hostname = False
            try:
                context.load_verify_locations(self.authority_file)
                if self.own_file.exists():
                    context.load_cert_chain(self.own_file)
            except (OSError, ssl.SSLError) as fault:
                raise _unusable(self.folder, fault) from fault
            self._context = context
        return self._context

    async def enrol(self, hall: Asking) -> datetime:
        """Ask for a certificate for a new key, keep it and show it; return until when it holds."""
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1())
        made = await hall.certify(_request(key))
        await asyncio.to_thread(_write, self.own_file, _joined(key, made.certificate))
        self.context().load_cert_chain(self.own_file)
        await hall.drop_connections()
        await hall.certificate_shown()
        return made.until

    def until(self) -> datetime | None:
        """Return until when the certificate holds; None where there is none."""
        span = self._span()
        return None if span is None else span[1]

    def is_due(self, now: datetime) -> bool:
        """Tell whether the certificate is missing, or a third of its life or less is left."""
        span = self._span()
        return span is None or now > span[1] - (span[1] - span[0]) / 3

    async def keep_fresh(self, hall: Asking, clock: Clock) -> None:
        """Renew the certificate when it is time, for ever."""
        while True:
            try:
                if await asyncio.to_thread(self.is_due, clock.now()):
                    until = await self.enrol(hall)
                    _LOG.info("certificate renewed", extra={"until": until.isoformat()})
            except (HallError, OSError) as fault:
                _LOG.warning("certificate not renewed; tried again", extra={"why": str(fault)})
            await clock.sleep(_LOOK_S)

    def _span(self) -> tuple[datetime, datetime] | None:
        from cryptography import x509

        try:
            own = x509.load_pem_x509_certificate(self.own_file.read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return own.not_valid_before_utc, own.not_valid_after_utc


def trouble(error: BaseException | None, now: datetime) -> str:
    """Return in words why TLS could not be spoken; empty where it was something else."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return _why(error.verify_code, now)
        if isinstance(error, ssl.SSLError):
            return (
                "the hall refused this machine's certificate: it ended, or it is another hall's; "
                "pair this machine again"
            )
        error = error.__cause__ or error.__context__
    return ""


def _why(code: int, now: datetime) -> str:
    said = f"{now:%Y-%m-%d %H:%M}"
    if code == _NOT_YET:
        return (
            f"the hall's certificate is not valid yet: this machine's clock says {said}, "
            "which is likely wrong; set it, and change the clock's battery"
        )
    if code == _OVER:
        return (
            f"the hall's certificate is over by this machine's clock, which says {said}; if that "
            "is right, look at the server, which renews its certificate by itself"
        )
    return "who answers is not the hall this machine was paired with; nothing was told to it"


def _request(key: "EllipticCurvePrivateKey") -> str:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    built = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def _joined(key: "EllipticCurvePrivateKey", certificate: str) -> bytes:
    from cryptography.hazmat.primitives import serialization

    own = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return own + certificate.encode()


def _write(file: Path, data: bytes) -> None:
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with open(fresh, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as written:
        written.write(data)
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)


def _unusable(folder: Path, fault: Exception) -> ConfigError:
    return ConfigError(
        [
            Fault(
                file=str(folder),
                key="HALL90_IDENTITY",
                problem=f"holds no identity that can be used: {fault}",
                remedy="Pair this machine with `hall90 pair`, as the user its program runs as.",
            )
        ]
    )
