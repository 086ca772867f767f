"""What an answer may cost, and where it may lead."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from queue_server.content.fetching import Fetcher, FetchError
from queue_server.content.simulating.serving import StandIn
from queue_server.content.simulating.upstream import Upstream


@pytest.fixture
def standin(tmp_path: Path) -> Iterator[StandIn]:
    standin = StandIn(Upstream.made(2), faults=tmp_path / "faults.json")
    standin.start()
    with stamina.set_testing(True, attempts=3):
        yield standin
    standin.close()


@pytest.fixture
def fetcher(standin: StandIn) -> Iterator[Fetcher]:
    fetcher = Fetcher(standin.address + "/")
    yield fetcher
    fetcher.close()


@pytest.mark.parametrize("megabytes", [20, 150])
def test_a_packed_bomb_is_refused_while_it_is_unpacked(
    standin: StandIn, fetcher: Fetcher, megabytes: int
) -> None:
    standin.faults = {"/": {"bomb": megabytes}}

    with pytest.raises(FetchError, match="100 times its size"):
        fetcher.get("policy.atom")
    assert standin.asked["/policy.atom"] == 1  # no second try


def test_an_answer_too_large_is_refused(standin: StandIn, fetcher: Fetcher) -> None:
    standin.faults = {"/": {"body": "x" * (11 << 20)}}

    with pytest.raises(FetchError, match="more than 10 MiB"):
        fetcher.get("policy.atom")


@pytest.mark.parametrize(
    "address", ["http://10.0.0.1/x", "//elsewhere.example/x", "file:///etc/passwd", "ftp://a/b"]
)
def test_nothing_found_in_an_answer_leads_to_another_server(fetcher: Fetcher, address: str) -> None:
    with pytest.raises(FetchError, match=r"only the server|no web address"):
        fetcher.get(address)


def test_a_redirect_is_told_and_not_followed(standin: StandIn, fetcher: Fetcher) -> None:
    standin.faults = {"/": {"redirect": "http://169.254.169.254/"}}

    with pytest.raises(FetchError, match="refused; write that address"):
        fetcher.get("policy.atom")


def test_a_cut_answer_is_tried_again(standin: StandIn, fetcher: Fetcher) -> None:
    standin.faults = {"/": {"cut": 20, "times": 2}}

    assert fetcher.get("policy.atom").status == 200
    assert standin.asked["/policy.atom"] == 3


def test_faults_are_read_from_the_file_while_it_runs(
    standin: StandIn, fetcher: Fetcher, tmp_path: Path
) -> None:
    (tmp_path / "faults.json").write_text('{"/policy.atom": {"status": 404}}')
    assert fetcher.get("policy.atom").status == 404
    (tmp_path / "faults.json").write_text("{}")

    assert fetcher.get("policy.atom").status == 200


def test_a_stopped_fetcher_asks_nothing(standin: StandIn) -> None:
    import threading

    stop = threading.Event()
    stop.set()

    with pytest.raises(FetchError, match="stopped"):
        Fetcher(standin.address, stop=stop).get("/policy.atom")
    assert not standin.asked
