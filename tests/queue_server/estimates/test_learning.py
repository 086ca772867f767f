"""What the hall learns from visits: robust, shrunk, and not from what was no visit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.site import Site
from queue_server.estimates.learning import REMEMBERED, Experience, Stay, Times

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NOMINAL = 8.0  # unemployment


def stay(
    n: int, minutes: float, outcome: str = "finished", window: str = "w1", gap: float = 1.0
) -> Stay:
    called = START + timedelta(minutes=100 * n)
    return Stay(
        service="unemployment",
        window=window,
        issued_at=called + timedelta(minutes=gap),  # came later: nobody waited
        called_at=called,
        ended_at=called + timedelta(minutes=minutes),
        outcome=outcome,
    )


def times(site: Site, *stays: Stay) -> Times:
    return Experience(site, stays).learned().times["unemployment"]


def test_a_new_hall_believes_its_site(site: Site) -> None:
    learned = Experience(site).learned()

    assert learned.times["unemployment"].mean == NOMINAL
    assert learned.times["assessment"].mean == 30
    assert learned.speed == {}
    assert 0 < learned.times["unemployment"].no_show < 0.1


def test_few_visits_move_the_mean_little_and_many_carry_it(site: Site) -> None:
    few = times(site, *(stay(n, 16) for n in range(2)))
    many = times(site, *(stay(n, 16) for n in range(REMEMBERED)))

    assert NOMINAL < few.mean < 10
    assert many.mean == pytest.approx(16, abs=0.5)
    assert many.unsure < few.unsure


def test_only_the_last_visits_count(site: Site) -> None:
    slow = [stay(n, 20) for n in range(REMEMBERED)]
    fast = [stay(n, 5) for n in range(REMEMBERED, 2 * REMEMBERED)]

    assert times(site, *slow, *fast).mean == pytest.approx(5, abs=0.5)


def test_a_visit_nobody_finished_does_not_teach_hours(site: Site) -> None:
    normal = [stay(n, 8) for n in range(40)]
    forgotten = stay(40, 600)

    assert times(site, *normal, forgotten).mean < 8.5


def test_no_shows_teach_how_many_do_not_come_and_how_long_windows_wait(site: Site) -> None:
    stays = [stay(n, 8) for n in range(60)] + [stay(60 + n, 3, "no_show") for n in range(40)]
    learned = Experience(site, stays).learned()

    assert 0.25 < learned.times["unemployment"].no_show < 0.4
    assert learned.times["unemployment"].mean == pytest.approx(8, abs=0.1)
    assert 2 < learned.given_up < 3
    # Where nobody has been yet, the hall's own share is the best guess.
    assert learned.times["petition"].no_show > 0.15


@pytest.mark.parametrize("outcome", ["held", "day_closed", "cancelled"])
def test_what_was_broken_off_teaches_nothing(site: Site, outcome: str) -> None:
    assert times(site, *(stay(n, 60, outcome) for n in range(50))).seen == 0


def test_pauses_between_visits_are_learned_only_while_somebody_waits(site: Site) -> None:
    def line(gap: float, waited: bool) -> list[Stay]:
        stays, at = [], START
        for _ in range(60):
            at += timedelta(minutes=gap)
            issued = START if waited else at
            end = at + timedelta(minutes=8)
            stays.append(
                Stay(
                    service="unemployment", window="w1", issued_at=issued, called_at=at,
                    ended_at=end, outcome="finished",
                )
            )  # fmt: skip
            at = end
        return stays

    assert Experience(site, line(2.0, waited=True)).learned().gap == pytest.approx(2, abs=0.3)
    assert Experience(site, line(2.0, waited=False)).learned().gap == 0.5
    assert Experience(site, line(30.0, waited=True)).learned().gap == 0.5  # a break, no pause


def test_a_window_known_well_has_its_own_speed(site: Site) -> None:
    quick = [stay(n, 6, window="w1") for n in range(60)]
    slow = [stay(100 + n, 10, window="w2") for n in range(60)]
    few = [stay(200 + n, 10, window="w3") for n in range(10)]
    speed = Experience(site, quick + slow + few).learned().speed

    assert speed["w1"] < 0.9 < 1.1 < speed["w2"]
    assert "w3" not in speed


def test_a_service_the_site_dropped_is_forgotten(site: Site) -> None:
    gone = Stay(
        service="gone", window="w1", issued_at=START, called_at=START,
        ended_at=START + timedelta(minutes=5), outcome="finished",
    )  # fmt: skip

    assert "gone" not in Experience(site, [gone]).learned().times


@given(st.lists(st.floats(0, 2000), max_size=80))
def test_whatever_was_seen_a_mean_stays_within_reason(site: Site, minutes: list[float]) -> None:
    learned = times(site, *(stay(n, each) for n, each in enumerate(minutes)))

    assert NOMINAL / 8 <= learned.mean <= NOMINAL * 6
    assert 0.15 <= learned.spread <= 1.2
    assert 0 < learned.no_show < 1
    assert 0 < learned.unsure < 1


@given(st.permutations(list(range(12))))
def test_the_same_visits_teach_the_same_in_whatever_order_they_are_read(
    site: Site, order: list[int]
) -> None:
    stays = [stay(n, 3 + n, "no_show" if n % 5 == 0 else "finished") for n in range(12)]

    assert (
        Experience(site, [stays[n] for n in order]).learned() == Experience(site, stays).learned()
    )


_KINDS = st.tuples(
    st.sampled_from(["unemployment", "assessment", "policy"]), st.sampled_from(["w1", "w2"]),
    st.sampled_from(["finished", "transferred", "no_show", "broken_off"]), st.floats(0, 90),
)  # fmt: skip


@given(st.lists(_KINDS, max_size=120))
def test_what_is_learned_visit_by_visit_is_what_all_visits_teach_at_once(
    site: Site, visits: list[tuple[str, str, str, float]]
) -> None:
    stays = [
        replace(stay(n, minutes, outcome, window), service=service)
        for n, (service, window, outcome, minutes) in enumerate(visits)
    ]
    asked = Experience(site)
    for each in stays:
        asked.add(each)
        asked.learned()  # what it keeps of this must not outlive the next stay

    assert asked.learned() == Experience(site, stays).learned()


def test_a_few_wild_visits_among_many_do_not_move_the_mean(site: Site) -> None:
    normal = [stay(n, 8) for n in range(76)]
    wild = [stay(n, minutes) for n, minutes in zip(range(76, 80), (1, 1, 48, 48), strict=True)]

    assert times(site, *normal, *wild).mean == pytest.approx(8)
    assert times(site, *normal[:15], *wild).mean > 8.5  # too few to leave any out
