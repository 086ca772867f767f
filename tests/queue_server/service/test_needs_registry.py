"""Registered needs: kept with consent, found by number, erased when withdrawn or over."""

from datetime import timedelta

import pytest

from hall.clock import ManualClock
from hall.codes import digits_of
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.needs_registry import NeedRegistry
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.loading import all_rows

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
CLERK = Actor(role="staff", name="wang", token_id="wang", window="w3")
DISPLAY = Actor(role="display", name="d1", token_id="d1")
WISHES = wire.Wishes(occupations=("cleaning",), regions=("150000",), disability="physical:3")


@pytest.fixture
def registry(hall: RunningHall) -> NeedRegistry:
    return NeedRegistry(hall)


async def register(
    registry: NeedRegistry, key: str = "k", wishes: wire.Wishes = WISHES
) -> wire.NeedReceipt:
    request = wire.NeedRequest(wishes=wishes, consent="1", contact="13800138000")
    return await registry.register(KIOSK, request, key)


async def test_a_need_is_registered_once_and_found_by_its_number(registry: NeedRegistry) -> None:
    receipt = await register(registry)
    assert receipt.reference == digits_of("k")
    assert await register(registry) == receipt
    assert registry.found(KIOSK, receipt.reference).until == receipt.until
    (need,) = registry.listed(CLERK).items
    assert (need.wishes, need.consent, need.state) == (WISHES, "1", "registered")
    assert registry.listed(CLERK, reference=receipt.reference).items == (need,)
    done = await registry.finish(CLERK, need.id)
    assert done.state == "finished"


async def test_another_asker_under_the_same_key_gets_no_need_of_the_same_number(
    registry: NeedRegistry,
) -> None:
    receipt = await register(registry)
    other = Actor(role="kiosk", name="k2", token_id="k2")
    with pytest.raises(RuleError) as refused:
        await registry.register(other, wire.NeedRequest(wishes=WISHES, consent="1"), "k")
    assert refused.value.code == "key_reused"
    assert len(registry.listed(CLERK).items) == 1
    await registry.withdraw(KIOSK, receipt.reference)
    again = await registry.register(other, wire.NeedRequest(wishes=WISHES, consent="1"), "k")
    assert again.reference == receipt.reference


async def test_only_windows_read_what_was_stated(registry: NeedRegistry) -> None:
    await register(registry)
    for who in (KIOSK, DISPLAY):
        with pytest.raises(RuleError) as refused:
            registry.listed(who)
        assert refused.value.code == "forbidden"


async def test_withdrawn_it_is_erased_at_once(registry: NeedRegistry, hall: RunningHall) -> None:
    receipt = await register(registry)
    await registry.withdraw(KIOSK, f"{receipt.reference[:3]} {receipt.reference[3:]}")
    assert registry.listed(CLERK).items == ()
    with hall.database.reading() as connection:
        kept = repr(connection.exec_driver_sql("select data from documents").fetchall())
        told = " ".join(row.data for row in all_rows(connection))
    for secret in ("13800138000", "physical", "cleaning", receipt.reference):
        assert secret not in kept
        assert secret not in told
    with pytest.raises(RuleError) as refused:
        await registry.withdraw(KIOSK, receipt.reference)
    assert refused.value.code == "unknown_need"


async def test_it_is_erased_when_its_time_is_over(
    registry: NeedRegistry, hall: RunningHall, clock: ManualClock
) -> None:
    receipt = await register(registry)
    assert receipt.until - receipt.at == timedelta(days=hall.settings.needs.keep_days)
    await clock.advance((receipt.until - hall.now()).total_seconds() + 1)
    await Upkeep(hall, clock).round()
    assert registry.listed(CLERK).items == ()


async def test_wishes_that_say_nothing_are_refused(registry: NeedRegistry) -> None:
    with pytest.raises(RuleError) as refused:
        await register(registry, wishes=wire.Wishes())
    assert refused.value.fields["field"] == "wishes"


async def test_registered_again_after_withdrawal_there_is_a_new_one(
    registry: NeedRegistry,
) -> None:
    receipt = await register(registry)
    await registry.withdraw(KIOSK, receipt.reference)
    again = await register(registry)
    assert again.id != receipt.id
    assert registry.found(KIOSK, again.reference).reference == receipt.reference
