import pytest

from config.addresses import is_safe_address
from config.decoding import Faults
from config.site import Sync
from config.syncing import check_sync


@pytest.mark.parametrize(
    ("told", "key"),
    [
        (Sync(feed="a b"), "sync.feed"),
        (Sync(upstream="http://jobs.example.cn"), "sync.upstream"),
        (Sync(upstream="http://127.0.0.1.example.cn"), "sync.upstream"),
        (Sync(upstream="ftp://jobs.example.cn"), "sync.upstream"),
        (Sync(every_s=0), "sync.every_s"),
    ],
)
def test_what_cannot_be_is_named(told: Sync, key: str) -> None:
    faults = Faults("site.toml")
    check_sync(told, faults)
    assert [fault.key for fault in faults.found] == [key]


def test_https_and_this_machine_are_safe() -> None:
    assert is_safe_address("https://jobs.example.cn/x")
    assert is_safe_address("http://[::1]:8090")
    faults = Faults("site.toml")
    check_sync(Sync(upstream="http://127.0.0.1:8090", feed="150204"), faults)
    assert faults.found == []
