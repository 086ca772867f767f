"""Guangdong's platform against its stand-in: a cap cut by regions, details, what is offline."""

from collections.abc import Callable

import httpx

from queue_server.content.model import Record
from queue_server.content.simulating.serving import DETAIL, LIST, StandIn
from queue_server.content.sources.runs import Run

Ask = Callable[..., Run]
Held = Callable[[str], dict[str, Record]]


def test_guangdong_is_cut_by_region_where_a_query_tells_more_than_it_shows(
    ask: Ask, standin: StandIn, held: Held
) -> None:
    standin.upstream.cap = 30

    run = ask(standin, "guangdong", cap=30)

    assert run.outcome == "whole"
    assert len(held("guangdong")) == 40
    # The province tells its cap and is asked by cities, Guangzhou fits, so does Shenzhen.
    assert run.announced == 40


def test_guangdong_beyond_its_cap_everywhere_is_incomplete_and_sweeps_nothing(
    ask: Ask, standin: StandIn
) -> None:
    standin.upstream.cap = 5

    run = ask(standin, "guangdong", cap=5)

    assert run.outcome == "incomplete"
    assert "more than the 5 it shows" in run.failures[0]


def test_guangdong_asks_for_a_detail_once_and_reads_its_description(
    ask: Ask, standin: StandIn, held: Held
) -> None:
    ask(standin, "guangdong")
    ask(standin, "guangdong")

    assert standin.asked[DETAIL] == 40
    job = next(iter(held("guangdong").values()))
    assert job.paragraphs[0].startswith("负责")
    assert set(job.facts) >= {"meals", "lodging", "insurance"}
    assert (job.region[:2], job.openings, job.experience) == ("44", 2, 0)


def test_guangdong_keeps_a_description_when_the_detail_fails_later(
    ask: Ask, standin: StandIn, held: Held
) -> None:
    ask(standin, "guangdong")
    standin.upstream.guangdong[0]["bcca68"] = "5000-6000元/月"
    standin.faults = {DETAIL: {"status": 500}}

    run = ask(standin, "guangdong")

    assert (run.outcome, run.changed) == ("whole", 0)
    assert all(job.paragraphs for job in held("guangdong").values())
    standin.faults = {}
    assert ask(standin, "guangdong").changed == 1


def test_guangdong_offline_in_both_variants_is_gone_and_unknown_is_not(
    ask: Ask, standin: StandIn, held: Held
) -> None:
    ask(standin, "guangdong")
    empty, missing, unknown = (job["bcb009"] for job in standin.upstream.guangdong[:3])
    standin.upstream.guangdong = [
        job for job in standin.upstream.guangdong if job["bcb009"] not in {missing, unknown}
    ]
    standin.upstream.offline = {empty}
    standin.upstream.guangdong[0]["bdb286"] = "2026-05-19 10:00:00"  # told anew, so asked again

    ask(standin, "guangdong")
    assert f"guangdong:{empty}" not in held("guangdong")
    standin.faults = {DETAIL: {"body": '{"success":false,"appcode":"99"}'}}
    ask(standin, "guangdong")
    assert {f"guangdong:{missing}", f"guangdong:{unknown}"} <= set(held("guangdong"))
    standin.faults = {}
    ask(standin, "guangdong")

    assert not {f"guangdong:{missing}", f"guangdong:{unknown}"} & set(held("guangdong"))


def test_guangdong_without_its_referer_would_tell_nothing(standin: StandIn) -> None:
    asked = {"acb204": "440000", "size": 10, "current": 1}
    told = httpx.post(standin.address + LIST, json=asked, trust_env=False).json()

    assert told["data"]["records"] == []
