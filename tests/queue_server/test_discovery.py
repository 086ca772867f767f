import secrets
from dataclasses import replace
from ipaddress import ip_address

import pytest

from config.site import Site
from hall.ids import HallId
from queue_server.discovery import addresses_of, announce, browse


async def test_a_hall_announced_on_loopback_is_found_there(site: Site) -> None:
    # Other halls may be announced on this machine; this one has a name of its own.
    site = replace(site, hall=replace(site.hall, id=HallId(f"test-{secrets.token_hex(4)}")))
    async with announce(site, "127.0.0.1", 45678):
        found = await browse(15, ["127.0.0.1"], hall=site.hall.id)
    ours = [one for one in found if one.hall == site.hall.id]
    assert [one.url for one in ours] == ["http://127.0.0.1:45678"]
    assert ours[0].name == site.hall.name["zh-CN"]


@pytest.mark.parametrize("host", ["localhost", "::1", "0.0.0.0"])  # noqa: S104  nothing is bound
async def test_every_address_a_server_may_have_can_be_announced(site: Site, host: str) -> None:
    # Only asked, not announced: a wildcard would be heard outside this machine.
    addresses = addresses_of(host)
    assert addresses
    assert not any(ip_address(address).is_unspecified for address in addresses)
