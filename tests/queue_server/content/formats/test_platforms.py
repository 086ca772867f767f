"""Every format against its stand-in, over real HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hall.clock import ManualClock
from queue_server.content.disability import accepted
from queue_server.content.model import Record
from queue_server.content.simulating.serving import StandIn
from queue_server.content.simulating.upstream import atom, posting, sitemap
from queue_server.content.sources.runs import Run

Ask = Callable[..., Run]
Held = Callable[[str], dict[str, Record]]
SCANS = ("guangdong", "cdpee", "schema_org")
EVERY = (*SCANS, "syndication", "jobtech", "nav")


@pytest.mark.parametrize("form", EVERY)
def test_a_source_asked_twice_brings_everything_once(ask: Ask, standin: StandIn, form: str) -> None:
    first, second = ask(standin, form), ask(standin, form)

    assert (first.outcome, second.outcome) == ("whole", "whole"), first.failures
    assert first.new == (10 if form == "schema_org" else 40)
    assert (second.new, second.changed, second.gone, second.rejected) == (0, 0, 0, 0)


@pytest.mark.parametrize("form", EVERY)
def test_recorded_payloads_are_read_without_a_refusal(
    ask: Ask, recorded: StandIn, form: str
) -> None:
    run = ask(recorded, form)

    assert run.outcome == "whole", run.failures
    assert run.new > 0
    assert run.rejected == 0, run.refused


@pytest.mark.parametrize("form", EVERY)
def test_a_source_that_does_not_answer_fails_and_takes_nothing_away(
    ask: Ask, small: StandIn, held: Held, form: str
) -> None:
    ask(small, form)
    before = held(form.replace("_", "-"))
    small.faults = {"/": {"status": 503}}

    for _ in range(3):
        assert ask(small, form).outcome == "failed"

    assert held(form.replace("_", "-")) == before


HOSTILE: tuple[dict[str, Any], ...] = (
    {"mute": True},
    {"body": "[" * 100_000},
    {"body": "\udcff\udcfe"},
    {"bomb": 40},
    {"cut": 10},
    {"redirect": "http://127.0.0.1:1/"},
    {"status": 404},
)


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        *((form, {"html": True}) for form in EVERY if form != "schema_org"),
        *(("cdpee", fault) for fault in HOSTILE),
        *(("syndication", fault) for fault in HOSTILE),
    ],
)
def test_hostile_answers_are_told_and_harm_nothing(
    ask: Ask, small: StandIn, held: Held, form: str, fault: dict[str, Any]
) -> None:
    ask(small, form)
    before = held(form)
    small.faults = {"/": fault}

    run = ask(small, form)

    assert run.outcome == "failed"
    assert run.failures
    assert held(form) == before


@pytest.mark.parametrize("form", EVERY)
def test_passing_faults_are_tried_again(ask: Ask, small: StandIn, form: str) -> None:
    small.faults = {"/": {"status": 503, "times": 1, "retry_after": 0}}

    assert ask(small, form).outcome == "whole"


# --- cdpee ----------------------------------------------------------------------------------


def test_cdpee_reads_names_levels_and_ends(ask: Ask, standin: StandIn, held: Held) -> None:
    ask(standin, "cdpee")

    jobs = list(held("cdpee").values())
    assert {job.region for job in jobs} == {"440103"}
    assert accepted(jobs[1].disability) == [("hearing", (3, 4)), ("speech", (1, 2, 3, 4))]
    unknown = jobs[2]
    assert (unknown.disability, unknown.disability_text) == (0, "")
    assert jobs[0].openings is None
    assert jobs[0].expires_at == datetime(2027, 1, 1, 15, 59, 59, tzinfo=UTC)


def test_cdpee_keeps_to_the_regions_asked_for(ask: Ask, standin: StandIn, held: Held) -> None:
    standin.upstream.cdpee[0]["provinceid"] = "内蒙古自治区"

    run = ask(standin, "cdpee", regions=("440000",))

    assert (run.elsewhere, len(held("cdpee"))) == (1, 39)


def test_cdpee_says_itself_that_a_job_is_over(ask: Ask, standin: StandIn, held: Held) -> None:
    ask(standin, "cdpee")
    standin.upstream.cdpee[0]["jobStatus"] = "0"

    assert ask(standin, "cdpee").gone == 1
    assert len(held("cdpee")) == 39


def test_a_bad_row_is_refused_alone_and_never_taken_for_missing(
    ask: Ask, standin: StandIn, held: Held
) -> None:
    ask(standin, "cdpee")
    standin.upstream.cdpee[0]["jobName"] = "长" * 3_300_000
    standin.upstream.cdpee[1]["jobName"] = {"deep": [1]}
    standin.upstream.cdpee[2]["jobName"] = "<script>x</script>"

    runs = [ask(standin, "cdpee") for _ in range(3)]
    run = runs[-1]

    assert (run.outcome, run.rejected, run.gone) == ("whole", 3, 0)
    assert {each.reason.split(".")[0][:24] for each in run.refused} == {
        "title of 3300000 charact", "not in the form of this ", "no title",
    }  # fmt: skip
    assert len(held("cdpee")) == 40


def test_the_same_id_in_two_sources_stays_two_items(ask: Ask, standin: StandIn, held: Held) -> None:
    ask(standin, "cdpee")
    ask(standin, "cdpee", id="gansu")

    assert (len(held("cdpee")), len(held("gansu"))) == (40, 40)


# --- RSS, Atom ------------------------------------------------------------------------------


def test_atom_archives_are_followed_once_and_tombstones_withdraw(
    ask: Ask, standin: StandIn, held: Held
) -> None:
    ask(standin, "syndication")
    ids = [f"tag:made,2026:policy/{number}" for number in range(20, 40)]
    stone = (
        '<at:deleted-entry ref="tag:made,2026:policy/3" when="2026-05-19T01:00:00Z"/>'
        f'<at:deleted-entry ref="{ids[0]}" when="2026-01-01T01:00:00Z"/>'
    )
    page = atom(ids, tombstones=stone, before="/policy/2026-04.atom")
    standin.upstream.documents["/policy.atom"] = ("application/xml", page)

    run = ask(standin, "syndication")

    assert run.gone == 1  # the second stone is older than its entry
    assert len(held("syndication")) == 39
    assert standin.asked["/policy/2026-04.atom"] == 1


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE f [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><feed>&b;</feed>',
        '<!DOCTYPE f SYSTEM "file:///etc/passwd"><rss version="2.0"><channel/></rss>',
        "<not a feed",
    ],
)
def test_xml_that_attacks_is_refused(ask: Ask, standin: StandIn, attack: str) -> None:
    standin.faults = {"/policy.atom": {"body": attack}}

    assert ask(standin, "syndication").outcome == "failed"


def test_rss_without_guid_with_any_date_is_kept_until_it_retires(
    ask: Ask, standin: StandIn, held: Held
) -> None:
    body = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>'
        "<item><title>培训班</title><link>http://a.example/1</link><pubDate>2026-05-08</pubDate>"
        "<category>培训</category><description>培训时间：6月1日至6月30日；对象：持证视力残疾人；"
        "名额30人；免费食宿。&lt;script&gt;x&lt;/script&gt;</description></item>"
        "<item><title>没有日期的通知</title><link>http://a.example/2</link></item>"
        '<item><title>图</title><link>http://a.example/3</link><enclosure type="image/png" '
        'length="1" url="http://a.example/x.png"/></item></channel></rss>'
    )
    standin.upstream.documents["/policy.atom"] = ("application/xml", body.encode())

    run = ask(standin, "syndication", kind="notice", retire_days=30)
    again = ask(standin, "syndication", kind="notice", retire_days=30)

    assert (run.new, again.changed, run.remarked) == (3, 0, 1)
    course = next(each for each in held("syndication").values() if each.kind == "training")
    assert accepted(course.disability) == [("visual", (1, 2, 3, 4))]
    assert (course.openings, course.facts) == (30, ("lodging", "meals"))
    assert course.ends_at == datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC)
    assert "script" not in "".join(course.paragraphs)
    undated = next(each for each in held("syndication").values() if each.title == "没有日期的通知")
    assert undated.expires_at == datetime(2026, 6, 18, 16, 0, tzinfo=UTC)
    assert not any(each.media for each in held("syndication").values())  # a picture without words


# --- schema.org -----------------------------------------------------------------------------


def test_pages_unchanged_are_not_asked_for_again(ask: Ask, standin: StandIn) -> None:
    ask(standin, "schema_org")
    ask(standin, "schema_org")

    assert standin.asked["/jobs/3.html"] == 1


def test_a_page_that_is_no_more_and_a_posting_past_its_end_are_gone(
    ask: Ask, standin: StandIn, held: Held
) -> None:
    ask(standin, "schema_org")
    pages = {f"/jobs/{number}.html": "2026-05-19" for number in range(10)}
    standin.upstream.documents["/sitemap.xml"] = ("application/xml", sitemap(pages))
    del standin.upstream.documents["/jobs/0.html"]
    standin.upstream.documents["/jobs/1.html"] = ("text/html", posting(1, until="2026-05-01"))
    standin.upstream.documents["/jobs/2.html"] = ("text/html", b"<p>moved")

    run = ask(standin, "schema_org")

    assert (run.gone, len(held("schema-org"))) == (2, 8), "a page that holds no posting may lie"
    assert (ask(standin, "schema_org").gone, len(held("schema-org"))) == (1, 7)


def test_a_page_missing_from_the_sitemap_goes_only_after_two_scans(
    ask: Ask, standin: StandIn, held: Held
) -> None:
    ask(standin, "schema_org")
    pages = {f"/jobs/{number}.html": "2026-05-12" for number in range(9)}
    standin.upstream.documents["/sitemap.xml"] = ("application/xml", sitemap(pages))

    assert [ask(standin, "schema_org").gone for _ in range(2)] == [0, 1]
    assert len(held("schema-org")) == 9


def test_a_sitemap_cannot_lead_to_another_server(ask: Ask, standin: StandIn) -> None:
    pages = {"/jobs/1.html": "2026-05-12"}
    away = sitemap(pages).replace(b"@/jobs", b"http://10.0.0.1/jobs")
    standin.upstream.documents["/sitemap.xml"] = ("application/xml", away)

    run = ask(standin, "schema_org")

    assert run.outcome == "failed"
    assert "only the server that is configured is asked" in run.failures[0]


# --- JobTech, NAV ---------------------------------------------------------------------------


def test_jobtech_is_asked_from_two_minutes_before_and_takes_removals(
    ask: Ask, standin: StandIn, held: Held, clock: ManualClock
) -> None:
    ask(standin, "jobtech")
    first = clock.now()
    removed = {"id": "23000000", "removed": True, "occupation": "7wdX_4rv_33z"}
    twice = {**standin.upstream.jobtech[1], "headline": "Städare två"}
    standin.upstream.jobtech = [removed, standin.upstream.jobtech[1], twice]
    clock.pass_time(3600)

    run = ask(standin, "jobtech")

    assert (run.gone, run.changed, len(held("jobtech"))) == (1, 1, 39)
    since = datetime.fromisoformat(standin.queries["/jobtech/stream"]["date"])
    in_sweden = first.astimezone(ZoneInfo("Europe/Stockholm")).replace(tzinfo=None)
    assert since == in_sweden - timedelta(minutes=2)
    assert "08999999999" not in str(held("jobtech"))


def test_nav_goes_on_where_it_was_and_drops_what_is_inactive(
    ask: Ask, standin: StandIn, held: Held
) -> None:
    ask(standin, "nav")
    details = sum(count for path, count in standin.asked.items() if "feedentry" in path)
    pages = list(standin.upstream.nav.values())
    stopped = pages[0]["items"][0]
    stopped = {**stopped, "_feed_entry": {**stopped["_feed_entry"], "status": "INACTIVE"}}
    pages[1]["next_url"] = "/api/v1/feed/made-3"
    standin.upstream.nav["/api/v1/feed/made-3"] = {
        "feed_url": "/api/v1/feed/made-3",
        "next_url": None,
        "items": [pages[1]["items"][-1], stopped],
    }

    run = ask(standin, "nav")

    assert (run.gone, len(held("nav"))) == (1, 39)
    assert standin.asked["/api/v1/feed"] == 1
    # Page n+1 begins with page n's last item: the last page is read again, no more.
    assert sum(n for path, n in standin.asked.items() if "feedentry" in path) <= details + 21
    assert "12345678" not in str(held("nav"))


def test_nav_without_a_token_says_what_to_do(ask: Ask, standin: StandIn) -> None:
    run = ask(standin, "nav", secret_file="/nowhere/token")

    assert run.outcome == "failed"
    assert "Write the token into it" in run.failures[0]
