"""The hall's own certificate authority: made when it is first wanted, for this hall alone.

EC P-256 throughout. The authority signs one server certificate (it alone may serve: other
certificates are for clients only, so that none of them passes for the server) and one for each
device, which names the hall, the role and the token it belongs to. Certificates are dated back a
day, so that a device whose clock is a little behind still takes them.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, unquote

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PBES,
    serialize_key_and_certificates,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hall.errors import HallError
from queue_server.service.carrying import STATION, Shown

LIFE = timedelta(days=365)
BACK = timedelta(days=1)
_CA_LIFE = timedelta(days=365 * 20)
_STATION_LIFE = timedelta(days=365 * 3)
_URN = "urn:hall90"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A certificate as PEM, its serial number in hex, and until when it holds."""

    pem: str
    serial: str
    until: datetime


class Authority:
    """Signs for one hall; its key never leaves the data folder."""

    def __init__(
        self, folder: Path, hall: str, key: ec.EllipticCurvePrivateKey, own: x509.Certificate
    ) -> None:
        self._folder = folder
        self._hall = hall
        self._key = key
        self._own = own
        self.pem = own.public_bytes(serialization.Encoding.PEM).decode()
        self.fingerprint = own.fingerprint(hashes.SHA256()).hex(":")

    @property
    def server_file(self) -> Path:
        """Where the server's key and certificate lie, in one file."""
        return self._folder / "server.pem"

    @property
    def own_file(self) -> Path:
        """Where the authority's certificate lies, for browsers and auditors."""
        return self._folder / "ca.pem"

    def device(self, request: str, *, role: str, name: str, token: str, now: datetime) -> Issued:
        """Certify the key of a PEM request; raises HallError where it is none.

        Nothing but the key is taken from the request: who it is, the hall knows.
        """
        key = _requested(request)
        whose = x509.UniformResourceIdentifier(_urn(self._hall, role, token))
        built = self._begun(f"{role} {name}"[:64], key, now, LIFE).add_extension(
            x509.SubjectAlternativeName([whose]), critical=False
        )
        made = self._signed(built, ExtendedKeyUsageOID.CLIENT_AUTH)
        pem = made.public_bytes(serialization.Encoding.PEM).decode()
        return Issued(pem=pem, serial=f"{made.serial_number:x}", until=made.not_valid_after_utc)

    def station(
        self, station: str, name: str, phrase: str, now: datetime
    ) -> tuple[bytes, datetime]:
        """Return a certificate and its key for a workstation's browser, and until when it holds.

        PKCS #12, sealed in the one way that Windows of 2016 and the browsers of Kylin and UOS read
        too; its passphrase has 99 bits, and is needed on the way to the workstation only.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        whose = x509.UniformResourceIdentifier(_urn(self._hall, STATION, station))
        built = self._begun(f"{name}"[:64], key.public_key(), now, _STATION_LIFE).add_extension(
            x509.SubjectAlternativeName([whose]), critical=False
        )
        made = self._signed(built, ExtendedKeyUsageOID.CLIENT_AUTH)
        sealed = (
            serialization.PrivateFormat.PKCS12.encryption_builder()
            .kdf_rounds(50_000)
            .key_cert_algorithm(PBES.PBESv1SHA1And3KeyTripleDESCBC)
            .hmac_hash(hashes.SHA1())  # noqa: S303  what old browsers read; see above
            .build(phrase.encode())
        )
        file = serialize_key_and_certificates(name.encode(), key, made, [self._own], sealed)
        return file, made.not_valid_after_utc

    def serve(self, addresses: Sequence[str], now: datetime) -> bool:
        """Make the server's certificate where there is none, it ends soon or lacks an address.

        Tell whether it is a new one.
        """
        present = _certificate(self.server_file)
        if present is not None and not is_due(present, now) and set(addresses) <= _names(present):
            return False
        names = [*dict.fromkeys([*addresses, *(() if present is None else _names(present))])]
        key = ec.generate_private_key(ec.SECP256R1())
        built = self._begun(f"{self._hall} server"[:64], key.public_key(), now, LIFE).add_extension(
            x509.SubjectAlternativeName([_general(each) for each in names]), critical=False
        )
        made = self._signed(built, ExtendedKeyUsageOID.SERVER_AUTH)
        write_private(self.server_file, _pem(key) + made.public_bytes(serialization.Encoding.PEM))
        return True

    def server_until(self) -> datetime | None:
        """Return until when the server's certificate holds; None where there is none."""
        present = _certificate(self.server_file)
        return None if present is None else present.not_valid_after_utc

    def _begun(
        self, name: str, key: ec.EllipticCurvePublicKey, now: datetime, life: timedelta
    ) -> x509.CertificateBuilder:
        return _builder(_named(self._hall, name), self._own.subject, key, now, life)

    def _signed(
        self, built: x509.CertificateBuilder, use: x509.ObjectIdentifier
    ) -> x509.Certificate:
        return (
            built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([use]), critical=True)
            .add_extension(_key_usage(signs_others=False), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )


def open_authority(folder: Path, hall: str, now: Callable[[], datetime]) -> Authority:
    """Return the authority of a data folder, made at the first time; raises HallError."""
    key_file, own_file = folder / "ca-key.pem", folder / "ca.pem"
    if not key_file.exists():
        _found_authority(key_file, own_file, hall, now())
    try:
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        own = x509.load_pem_x509_certificate(own_file.read_bytes())
    except (OSError, ValueError) as fault:
        raise HallError(
            f"{key_file} and {own_file} are not the hall's authority: {fault}. "
            "Put both back from a copy; without them every device must be paired anew."
        ) from fault
    if not isinstance(key, ec.EllipticCurvePrivateKey) or own.public_key() != key.public_key():
        raise HallError(f"{key_file} does not belong to {own_file}; put both back from one copy")
    return Authority(folder, hall, key, own)


def shown_by(der: bytes) -> Shown | None:
    """Return what a certificate in DER says of its device; None where it is no device's."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        (told,) = names.get_values_for_type(x509.UniformResourceIdentifier)
    except (ValueError, x509.ExtensionNotFound):
        return None
    parts = told.removeprefix(f"{_URN}:").split(":")
    if not told.startswith(f"{_URN}:") or len(parts) != 3:
        return None
    hall, role, token = (unquote(each) for each in parts)
    return Shown(hall=hall, role=role, token=token, serial=f"{certificate.serial_number:x}")


def is_due(certificate: x509.Certificate, now: datetime) -> bool:
    """Tell whether a certificate is to be renewed: a third of its life or less is left."""
    whole = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    return now > certificate.not_valid_after_utc - whole / 3


def write_private(file: Path, data: bytes) -> None:
    """Write a file for this user alone, whole or not at all."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    with open(fresh, "wb", opener=_private) as written:
        written.write(data)
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)


def _found_authority(key_file: Path, own_file: Path, hall: str, now: datetime) -> None:
    key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named(hall, f"{hall} hall90 authority"[:64])
    own = (
        _builder(name, name, key.public_key(), now, _CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_others=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_private(own_file, own.public_bytes(serialization.Encoding.PEM))
    own_file.chmod(0o644)
    write_private(key_file, _pem(key))  # last: a key without its certificate is no authority


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACK)
        .not_valid_after(now + life)
    )


def _requested(request: str) -> ec.EllipticCurvePublicKey:
    try:
        read = x509.load_pem_x509_csr(request.encode())
        key, signed = read.public_key(), read.is_signature_valid
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature) as fault:
        raise HallError(f"this is no request for a certificate: {fault}") from fault
    p256 = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
    if not signed or not isinstance(key, ec.EllipticCurvePublicKey) or not p256:
        raise HallError("a request is signed by its own EC P-256 key; this one is not")
    return key


def _certificate(file: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _names(certificate: x509.Certificate) -> set[str]:
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    ips = (str(each) for each in found.get_values_for_type(x509.IPAddress))
    return {*found.get_values_for_type(x509.DNSName), *ips}


def _general(address: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(address))
    except ValueError:
        return x509.DNSName(address)


def _urn(hall: str, role: str, token: str) -> str:
    return ":".join([_URN, *(quote(each, safe="") for each in (hall, role, token))])


def _named(hall: str, name: str) -> x509.Name:
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"hall90 {hall}"[:64])
    return x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _key_usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others, key_cert_sign=signs_others, crl_sign=signs_others,
        content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
