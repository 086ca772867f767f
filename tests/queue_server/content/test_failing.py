"""Why a source gave nothing is told in words that say what to do, in each language."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests
import stamina
import urllib3.exceptions as below

from hall.texts import catalogue_source
from queue_server.content.failing import network_fault, words_of_fault
from queue_server.content.fetching import Fetcher, FetchError
from queue_server.content.simulating.serving import StandIn
from queue_server.content.simulating.upstream import Upstream

_POOL: Any = None


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    standin = StandIn(Upstream.made(2))
    standin.start()
    yield standin
    standin.close()


def failed(address: str, path: str = "policy.atom") -> FetchError:
    """Return what asking once came to."""
    with stamina.set_testing(True, attempts=1), closing(Fetcher(address)) as fetcher:
        with pytest.raises(FetchError) as told:
            fetcher.get(path).json()
        return told.value


def closed_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [
        ({"status": 401}, "status-denied", "令牌"),
        ({"status": 418}, "status", "418"),
        ({"status": 429}, "status-busy", "间隔"),
        ({"status": 502}, "status-broken", "联系对方"),
        ({"redirect": "http://169.254.169.254/"}, "redirect", "169.254.169.254"),
        ({"html": True}, "no-json", "浏览器"),
        ({"body": "x" * (11 << 20)}, "too-large", "10 MB"),
        ({"bomb": 20}, "bomb", "没有收"),
        ({"mute": True}, "cut", "断"),
        ({"cut": 20}, "cut", "断"),
    ],
)
def test_what_a_server_does_wrong_is_told_with_what_to_do(
    standin: StandIn, fault: dict[str, Any], code: str, says: str
) -> None:
    standin.faults = {"/": fault}
    found = failed(standin.address + "/")
    assert found.fault == code
    words = words_of_fault(found)
    assert says in words["zh-CN"]
    assert words["en"]
    assert not re.search(r"[a-z]{5}", words["zh-CN"].replace("https", "").replace("http", ""))


def test_a_port_nobody_listens_at_is_told_apart_from_one_that_speaks_no_tls(
    standin: StandIn,
) -> None:
    standin.faults = {}
    assert failed(f"http://127.0.0.1:{closed_port()}/").fault == "refused"
    assert failed(standin.address.replace("http:", "https:") + "/").fault == "tls"


def wrapped(inner: Exception, outer: type[requests.RequestException]) -> Exception:
    """Return a fault as requests hands it on: the reason of urllib3's within its own."""
    return outer(below.MaxRetryError(_POOL, "/x", inner))


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (
            below.NameResolutionError("h", _POOL, socket.gaierror(-2, "Name or service not known")),
            "name",
        ),
        (below.ConnectTimeoutError(_POOL, "timed out"), "timeout"),
        (below.ReadTimeoutError(_POOL, "/x", "Read timed out."), "timeout"),
        (below.SSLError(ssl.SSLCertVerificationError(1, "certificate has expired")), "certificate"),
        (below.SSLError(ssl.SSLError(1, "wrong version number")), "tls"),
        (below.ProxyError("Unable to connect to proxy", OSError("Tunnel failed: 403")), "proxy"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "unreachable"),
        (below.ProtocolError("Connection aborted.", ConnectionResetError(104, "reset")), "cut"),
        (below.ResponseError("too many error responses"), "no-answer"),
    ],
)
def test_what_the_network_does_wrong_is_known_by_what_the_library_wraps(
    fault: Exception, code: str
) -> None:
    assert network_fault(wrapped(fault, requests.ConnectionError)) == code


def test_a_login_in_an_address_is_not_told(standin: StandIn) -> None:
    standin.faults = {"/": {"status": 500}}
    address = standin.address.replace("http://", "http://anna:secret@") + "/"
    assert "secret" not in str(words_of_fault(failed(address)))


def test_every_reason_the_code_gives_has_words_in_both_languages() -> None:
    folder = Path(__file__).parents[3] / "queue_server" / "content"
    sources = "\n".join(each.read_text("utf-8") for each in folder.rglob("*.py"))
    given = set(re.findall(r'\bfault ?= ?"([a-z-]+)"', sources))
    given |= {"folder", "name", "refused", "timeout", "tls", "certificate", "no-answer", "proxy"}
    given |= {f"status{end}" for end in ("", "-denied", "-missing", "-busy", "-broken")}
    for language in ("zh-CN", "en"):
        told = set(
            re.findall(
                r"^fault-([a-z-]+) =",
                catalogue_source("queue_server.content.formats", language),
                re.MULTILINE,
            )
        )
        assert given <= told
        assert told - given <= {"cut", "unreachable", "no-address"}


def test_what_has_no_code_has_no_words() -> None:
    assert words_of_fault("a line") == {}
    assert words_of_fault(FetchError("a line")) == {}
