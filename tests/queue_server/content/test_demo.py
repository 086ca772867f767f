from datetime import date, timedelta
from pathlib import Path

import pytest

from hall.clock import ManualClock
from queue_server.content.cleaning import mask_contacts
from queue_server.content.demo import bring_demo_content, demo_records, ensure_demo_content
from queue_server.content.demo.leaflets import NO_LAW
from queue_server.content.demo.places import ANPING, REGIONS
from queue_server.content.importing import Totals
from queue_server.content.model import ContentQuery, Record
from queue_server.content.service import ContentService

ANCHOR = date(2026, 11, 23)
RECORDS = list(demo_records(ANCHOR))


def of(kind: str) -> list[Record]:
    return [record for record in RECORDS if record.kind == kind]


def test_there_is_enough_to_show() -> None:
    assert len(of("job")) >= 300
    assert (len(of("training")), len(of("policy")), len(of("notice"))) == (20, 20, 10)


def test_the_same_day_gives_the_same_rows() -> None:
    assert [each.encoded() for each in demo_records(ANCHOR)] == [each.encoded() for each in RECORDS]


def test_ids_are_their_own() -> None:
    assert len({record.id for record in RECORDS}) == len(RECORDS)


@pytest.mark.parametrize("record", of("job"), ids=lambda record: record.id)
def test_a_job_is_believable(record: Record) -> None:
    assert record.pay_min is not None
    assert record.pay_max is not None
    assert 1800 <= record.pay_min < record.pay_max <= 9000
    assert record.region in REGIONS
    assert record.place.startswith(REGIONS[record.region])
    assert record.employer.startswith(REGIONS[record.region][:2])
    assert record.summary
    assert record.paragraphs
    assert record.requirements
    assert record.published_at is not None
    assert record.translations["en"].title.isascii()
    assert record.translations["en"].summary.isascii()
    assert bool(record.disability) == bool(record.disability_text)


def test_nobody_real_can_be_reached_through_it() -> None:
    for record in RECORDS:
        for text in (record.title, record.address, *record.paragraphs):
            assert mask_contacts(text) == text


def test_disabilities_are_told_about_as_often_as_on_the_real_platform() -> None:
    untold = sum(not record.disability for record in of("job")) / len(of("job"))
    assert 0.03 < untold < 0.2


def test_each_need_finds_work(demo: ContentService) -> None:
    for category in ("visual", "hearing", "speech", "physical", "intellectual", "mental"):
        page = demo.search(ContentQuery(kind="job", disability=category, limit=100))
        assert sum(item.disability_known for item in page.items) >= 8, category


def test_policies_say_that_they_are_no_law() -> None:
    assert all(record.paragraphs[-1] == NO_LAW for record in of("policy"))
    assert all(record.summary and len(record.summary) <= 60 for record in of("policy"))


def test_regions_have_names(demo: ContentService) -> None:
    (facet,) = [facet for facet in demo.facets(ContentQuery(kind="job")) if facet.name == "region"]
    assert {value.names["zh-CN"] for value in facet.values} == {
        "安平县",
        "青泉县",
        "和川旗",
        "云川市",
    }
    assert facet.values[0].value == ANPING


def test_an_empty_hall_gets_it_once(tmp_path: Path, clock: ManualClock) -> None:
    service = ContentService(tmp_path, clock)
    first = ensure_demo_content(service, clock)
    assert first is not None
    assert first.new == len(RECORDS)
    assert ensure_demo_content(service, clock) is None
    clock.pass_time(timedelta(days=40).total_seconds())
    assert bring_demo_content(service, clock) == Totals(unchanged=len(RECORDS))
    service.close()
