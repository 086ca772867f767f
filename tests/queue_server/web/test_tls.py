"""S-1, S-3, S-4, R-13: TLS by the server itself, and certificates by role; all over loopback."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from config.loader import load_site
from config.rules import Backup
from hall.clock import ManualClock, SystemClock
from hall.errors import HallError, RuleError, SyncError
from queue_server import wire
from queue_server.app import ServerSettings, Web, build_server
from queue_server.client import HallClient
from queue_server.domain.actors import SYSTEM
from queue_server.pairing.authority import open_authority
from queue_server.pairing.cli import Paired, ask, enrol, tls_url
from queue_server.pairing.identity import Identity
from queue_server.web.serving import application, web_config
from queue_server.web.sessions import COOKIE, SECURE_COOKIE
from queue_server.web.tls import Secured

if TYPE_CHECKING:
    from queue_server.domain.actors import TokenRole


pytestmark = pytest.mark.asyncio(loop_scope="module")


class Tls:
    """A running server with its TLS port, and machines that were let in."""

    def __init__(self, secured: Secured, plain: str, folder: Path) -> None:
        self.plain = plain
        self.secured = secured
        self.server = secured._server
        self.folder = folder
        self.url = f"https://127.0.0.1:{secured.port}"
        self._clients: list[HallClient] = []

    @property
    def hall(self) -> Any:
        return self.server.hall

    async def machine(self, role: TokenRole, name: str) -> tuple[str, Identity]:
        """Let a machine in; it has its certificate."""
        token = await self.hall.create_token(SYSTEM, role=role, name=name)
        identity = Identity(self.folder / name)
        paired = Paired(token=token, hall=self.server.certificates.paired())
        await enrol(self.plain, paired, identity)
        return token, identity

    def client(self, token: str, identity: Identity | None, url: str = "") -> HallClient:
        client = HallClient(url or self.url, token, identity=identity, within=20)
        self._clients.append(client)
        return client

    def admin(self) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self._admin}"}
        return httpx.AsyncClient(base_url=self.plain, headers=headers, trust_env=False, timeout=20)

    async def begin(self) -> None:
        self._admin = await self.hall.create_token(SYSTEM, role="admin", name="li")

    async def aclose(self) -> None:
        for client in self._clients:
            await client.aclose()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Secured, str]]:
    """One server with both ports, for all tests here."""
    site = replace(load_site(), backup=Backup(every_minutes=0))
    settings = ServerSettings(data=tmp_path_factory.mktemp("tls") / "data", port=0, announce=False)
    settings.data.mkdir()
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as plain,
        closing(socket.create_server(("127.0.0.1", 0))) as listening,
    ):
        async with build_server(site, settings, SystemClock()) as built:
            behind = application(built)
            web, port = Web(web_config(built, behind)), Secured(built, behind, listening)
            serving = [asyncio.create_task(web.serve([plain])), asyncio.create_task(port.run())]
            await asyncio.gather(web.answering.wait(), port.answering())
            await behind.whole()
            yield port, f"http://127.0.0.1:{plain.getsockname()[1]}"
            built.hall.end_streams()
            web.should_exit = True
            port.end()
            await asyncio.gather(*serving)


@pytest_asyncio.fixture(loop_scope="module")
async def tls(server: tuple[Secured, str], tmp_path: Path) -> AsyncIterator[Tls]:
    found = Tls(*server, tmp_path / "machines")
    await found.begin()
    yield found
    await found.aclose()


def _handshake(port: int, context: ssl.SSLContext) -> str | None:
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as line,
        context.wrap_socket(line, server_hostname="127.0.0.1") as spoken,
    ):
        spoken.sendall(b"GET /health/live HTTP/1.1\r\nHost: hall\r\nConnection: close\r\n\r\n")
        if not spoken.recv(4096).startswith(b"HTTP/1.1 200"):
            raise ConnectionError("nothing was answered")
        return spoken.version()


async def _issue(client: HallClient, key: str = "k") -> wire.Ticket:
    return await client.issue(
        wire.TicketRequest(service="unemployment", languages=("zh-CN",), channel="kiosk"), key
    )


async def test_s_01_a_paired_machine_speaks_tls_both_ways_and_only_it_may_use_its_token(
    tls: Tls,
) -> None:
    token, identity = await tls.machine("kiosk", "k1")
    kiosk = tls.client(token, identity)
    assert (await _issue(kiosk)).number
    stream = kiosk.live()
    assert (await anext(stream)).kind
    await stream.aclose()
    assert (identity.folder / "device.pem").stat().st_mode & 0o777 == 0o600
    assert identity.folder.stat().st_mode & 0o777 == 0o700
    # The token alone is good for nothing, on either port.
    stolen = Identity(tls.folder / "thief")
    stolen.trust(identity.authority_file.read_text())
    for thief in (tls.client(token, stolen), tls.client(token, None, tls.plain)):
        with pytest.raises(RuleError, match="not known"):
            await _issue(thief)
    # Nor is the certificate with another machine's token.
    other = await tls.hall.create_token(SYSTEM, role="kiosk", name="k2")
    with pytest.raises(RuleError, match="not known"):
        await _issue(tls.client(other, identity))


async def test_s_01_pairing_by_digits_pins_the_authority_and_brings_the_certificate(
    tls: Tls,
) -> None:
    shown, codes = asyncio.Event(), list[str]()

    def show(code: str) -> None:
        codes.append(code)
        shown.set()

    asking = asyncio.create_task(ask(tls.plain, "kiosk", "k1", show, SystemClock()))
    async with tls.admin() as admin:
        await asyncio.wait_for(shown.wait(), 30)
        (one,) = (await admin.get("/api/v1/pairings")).json()["items"]
        path = f"/api/v1/pairings/{one['id']}/let-in"
        assert (await admin.post(path, json={"code": codes[0]})).status_code == 204
        paired = await asyncio.wait_for(asking, 30)
        identity = Identity(tls.folder / "k1")
        until = await enrol(tls.plain, paired, identity)
        assert until == identity.until()
        assert tls_url("http://[::1]:80", paired) == f"https://[::1]:{tls.secured.port}"
        items = (await admin.get("/api/v1/certificates")).json()["items"]
        assert ("k1", "kiosk", True) in {(it["name"], it["role"], it["shown"]) for it in items}
    with pytest.raises(HallError, match="speaks no TLS"):
        await enrol(tls.plain, Paired(token="x", hall=None), identity)


async def test_s_03_a_certificate_s_role_is_the_token_s_and_does_no_more(tls: Tls) -> None:
    kiosk, display = (
        tls.client(*await tls.machine("kiosk", "k1")),
        tls.client(*await tls.machine("display", "d1")),
    )
    with pytest.raises(RuleError, match=r"forbidden|may not"):
        await _issue(display)
    with pytest.raises(RuleError, match=r"forbidden|may not"):
        await kiosk.call_next("w1", "key")
    # A machine that is none of the hall's devices gets no certificate.
    window = await tls.hall.create_token(SYSTEM, role="staff", name="w1", window="w1")
    identity = Identity(tls.folder / "w1")
    identity.trust(tls.server.certificates.paired().authority)  # type: ignore[union-attr]
    with pytest.raises(RuleError):
        await identity.enrol(tls.client(window, identity))


async def test_s_03_a_machine_that_is_shut_out_is_out_at_once_also_of_its_stream(
    tls: Tls,
) -> None:
    token, identity = await tls.machine("kiosk", "shut")
    found, lost = asyncio.Event(), asyncio.Event()
    kiosk = HallClient(
        tls.url,
        token,
        identity=identity,
        clock=ManualClock(),
        on_state=lambda up: (found if up else lost).set(),
    )

    async def follow() -> None:
        async for _ in kiosk.live():
            pass

    following = asyncio.create_task(follow())
    await asyncio.wait_for(found.wait(), 30)
    (bound,) = [each.id for each in tls.hall.showing.view.tokens.values() if each.name == "shut"]
    async with tls.admin() as admin:
        assert (await admin.delete(f"/api/v1/tokens/{bound}")).status_code in {200, 204}
        items = (await admin.get("/api/v1/certificates")).json()["items"]
        assert "shut" not in {each["name"] for each in items}
        await asyncio.wait_for(lost.wait(), 30)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    with pytest.raises(RuleError, match="not known"):
        await _issue(kiosk)
    await kiosk.aclose()


async def test_s_01_a_renewed_certificate_counts_once_shown_and_ends_the_one_before(
    tls: Tls,
) -> None:
    token, identity = await tls.machine("kiosk", "k1")
    before = Identity(tls.folder / "copy")
    shutil.copytree(identity.folder, before.folder)
    kiosk = tls.client(token, identity)
    # An answer that is lost on its way locks nobody out: the one before counts until then.
    other = Identity(tls.folder / "lost")
    shutil.copytree(identity.folder, other.folder)

    class Losing(HallClient):
        async def drop_connections(self) -> None:
            raise SyncError("the line was cut")

    losing = Losing(tls.url, token, identity=other)
    with pytest.raises(SyncError):
        await other.enrol(losing)
    await losing.aclose()
    assert (await _issue(kiosk, "a")).number
    await identity.enrol(kiosk)
    assert (await _issue(kiosk, "b")).number
    with pytest.raises(RuleError, match="not known"):
        await _issue(tls.client(token, before), "c")


async def test_s_01_whoever_is_not_the_hall_is_told_nothing(tls: Tls, tmp_path: Path) -> None:
    token, identity = await tls.machine("kiosk", "k1")
    elsewhere = open_authority(tmp_path / "elsewhere", "demo", SystemClock().now)
    identity.authority_file.write_text(elsewhere.pem)
    with pytest.raises(SyncError, match="not the hall this machine was paired with"):
        await _issue(tls.client(token, Identity(identity.folder)))
    # A device's certificate is none of a server's, though the same authority signed it.
    context = ssl.create_default_context(cafile=str(tls.server.settings.data / "ca.pem"))
    context.check_hostname = False
    impostor = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    impostor.load_cert_chain(identity.own_file)
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=impostor)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(ssl.SSLCertVerificationError, match="purpose"):
        await asyncio.to_thread(_handshake, port, context)
    server.close()
    await server.wait_closed()


async def test_s_04_nothing_older_than_tls_1_3_and_no_certificate_of_another_hall(
    tls: Tls, tmp_path: Path
) -> None:
    context = ssl.create_default_context(cafile=str(tls.server.settings.data / "ca.pem"))
    assert await asyncio.to_thread(_handshake, tls.secured.port, context) == "TLSv1.3"
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises((ssl.SSLError, ConnectionError)):
        await asyncio.to_thread(_handshake, tls.secured.port, context)
    # Nor does a paired machine speak anything older to whoever answers.
    _, identity = await tls.machine("display", "modern")
    assert identity.context().minimum_version == ssl.TLSVersion.TLSv1_3
    # Another hall's machine, with a certificate of its own authority.
    stranger = open_authority(tmp_path, "demo", SystemClock().now)
    stranger.serve(["x"], SystemClock().now())
    context = ssl.create_default_context(cafile=str(tls.server.settings.data / "ca.pem"))
    context.load_cert_chain(stranger.server_file)
    with pytest.raises((ssl.SSLError, ConnectionError)):
        await asyncio.to_thread(_handshake, tls.secured.port, context)


async def test_s_04_pages_come_over_tls_with_the_server_s_own_names(tls: Tls) -> None:
    authority = str(tls.server.settings.data / "ca.pem")
    context = ssl.create_default_context(cafile=authority)
    for host in ("127.0.0.1", "localhost"):
        url = f"https://{host}:{tls.secured.port}/staff/sign-in"
        async with httpx.AsyncClient(verify=context, trust_env=False) as browser:
            assert (await browser.get(url)).status_code == 200


class Browser(httpx.AsyncClient):
    """A browser over TLS, with a workstation's certificate where it has one."""

    def __init__(self, tls: Tls, made: dict[str, str] | None, folder: Path) -> None:
        context = ssl.create_default_context(cafile=str(tls.server.settings.data / "ca.pem"))
        if made is not None:
            sealed, phrase = b64decode(made["file"]), made["passphrase"].encode()
            key, own, others = load_key_and_certificates(sealed, phrase)
            assert key is not None
            assert own is not None
            assert [each.public_bytes(Encoding.PEM) for each in others] == [
                (tls.server.settings.data / "ca.pem").read_bytes()
            ]
            pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            file = folder / f"{made['id']}.pem"
            file.write_bytes(pem + own.public_bytes(Encoding.PEM))
            context.load_cert_chain(file)
        super().__init__(base_url=tls.url, verify=context, trust_env=False, timeout=20)


async def kinds_of_rows(tls: Tls) -> set[str]:
    return {each.kind for each in await tls.hall.rows_after(SYSTEM, f"{tls.hall.epoch}:0")}


async def test_s_08_a_sign_in_at_a_workstation_is_worth_nothing_without_its_certificate(
    tls: Tls, tmp_path: Path
) -> None:
    await tls.hall.create_user(SYSTEM, name="qian", role="staff", password="correct horse")
    async with tls.admin() as admin:
        told = await admin.post("/api/v1/stations", json={"name": "窗口3"})
        assert told.status_code == 201, told.text
        one = told.json()
        other = (await admin.post("/api/v1/stations", json={"name": "窗口4"})).json()
        form = {"name": "qian", "password": "correct horse"}
        async with (
            Browser(tls, one, tmp_path) as own, Browser(tls, None, tmp_path) as bare,
            Browser(tls, other, tmp_path) as beside,
        ):  # fmt: skip
            signed = await own.post("/staff/sign-in", data=form)
            assert signed.status_code == 303
            cookie = signed.headers["set-cookie"]
            assert cookie.startswith("__Host-hall90_session=")
            assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
            assert "Domain" not in cookie
            assert (await own.get("/staff/")).status_code == 200
            secret = own.cookies[SECURE_COOKIE]
            for thief in (bare, beside):
                thief.cookies.set(SECURE_COOKIE, secret, domain="127.0.0.1")
                assert (await thief.get("/staff/")).headers["location"] == "/staff/sign-in"
            # A cookie of the plain name, which somebody on the way could have set, is none.
            bare.cookies.clear()
            bare.cookies.set(COOKIE, secret, domain="127.0.0.1")
            assert (await bare.get("/staff/")).headers["location"] == "/staff/sign-in"
            async with asyncio.timeout(30):
                while "session_refused" not in await kinds_of_rows(tls):  # noqa: ASYNC110  it is written beside the answer
                    await asyncio.sleep(0.02)
            listed = (await admin.get("/api/v1/stations")).json()["items"]
            assert [each["name"] for each in listed] == ["窗口3", "窗口4"]
            assert "file" not in listed[0]
            assert (await admin.delete(f"/api/v1/stations/{one['id']}")).status_code == 204
            assert (await own.get("/staff/")).headers["location"] == "/staff/sign-in"
            refused = await own.post("/staff/sign-in", data=form)
            assert (refused.status_code, "没有本厅的证书" in refused.text) == (403, True)


async def test_s_08_without_tls_no_certificate_is_made_and_only_admins_make_one(tls: Tls) -> None:
    reader = await tls.hall.create_token(SYSTEM, role="supervisor", name="zhou")
    async with tls.admin() as admin:
        port, tls.server.certificates.port = tls.server.certificates.port, None
        told = await admin.post("/api/v1/stations", json={"name": "w1"})
        tls.server.certificates.port = port
        assert (told.status_code, told.json()["code"]) == (409, "no_tls")
        gone = await admin.delete("/api/v1/stations/none")
        assert (gone.status_code, gone.json()["code"]) == (404, "unknown_station")
        admin.headers["Authorization"] = f"Bearer {reader}"
        assert (await admin.post("/api/v1/stations", json={"name": "w1"})).status_code == 403
        assert (await admin.get("/api/v1/stations")).status_code == 403
