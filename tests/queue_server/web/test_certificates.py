"""R-13: certificates and the clock, and a machine that has none."""

import asyncio
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from hall.clock import ManualClock, SystemClock
from hall.errors import HallError, SyncError
from queue_server.client import HallClient
from queue_server.pairing.authority import BACK, LIFE, open_authority
from queue_server.pairing.identity import Identity


@pytest.mark.parametrize("wrong", [timedelta(days=-400), timedelta(days=400)])
async def test_r_13_a_dead_clock_is_told_in_words(tmp_path: Path, wrong: timedelta) -> None:
    # The same as a kiosk whose clock is wrong: the certificate is of another time.
    authority = open_authority(tmp_path / "hall", "demo", SystemClock().now)
    authority.serve(["127.0.0.1"], SystemClock().now() - wrong)
    identity = Identity(tmp_path / "k1")
    identity.trust(authority.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.server_file)
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    kiosk = HallClient(f"https://127.0.0.1:{port}", "t", identity=identity)
    words = "not valid yet: this machine's clock says" if wrong.days < 0 else "is over by this"
    with pytest.raises(SyncError, match=words):
        await kiosk.services()
    await kiosk.aclose()
    server.close()
    await server.wait_closed()


async def test_certificates_are_dated_back_and_renewed_in_time(tmp_path: Path) -> None:
    clock = ManualClock()
    authority = open_authority(tmp_path, "h", clock.now)
    assert authority.serve(["10.0.0.1", "hall"], clock.now())
    first = x509.load_pem_x509_certificate(authority.server_file.read_bytes())
    assert first.not_valid_before_utc == clock.now() - BACK
    assert first.not_valid_after_utc == clock.now() + LIFE
    assert not authority.serve(["hall"], clock.now() + LIFE / 2)
    assert authority.serve(["10.0.0.2"], clock.now()), "a new address"
    assert authority.serve(["10.0.0.2"], clock.now() + LIFE * 0.7)
    renewed = x509.load_pem_x509_certificate(authority.server_file.read_bytes())
    named = renewed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {str(each) for each in named.get_values_for_type(x509.IPAddress)} == {
        "10.0.0.1", "10.0.0.2",
    }  # fmt: skip
    assert (tmp_path / "ca-key.pem").stat().st_mode & 0o777 == 0o600
    assert open_authority(tmp_path, "h", clock.now).fingerprint == authority.fingerprint
    with pytest.raises(HallError, match="no request"):
        authority.device("x", role="kiosk", name="k", token="t", now=clock.now())
    (tmp_path / "ca.pem").unlink()
    with pytest.raises(HallError, match="Put both back"):
        open_authority(tmp_path, "h", clock.now)


async def test_a_machine_without_its_identity_goes_on_alone_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALL90_IDENTITY", str(tmp_path))
    kiosk = HallClient("https://127.0.0.1:1", "t")
    with pytest.raises(SyncError, match="hall90 pair"):
        await kiosk.services()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(kiosk.live()), 0.1)
    await kiosk.aclose()
