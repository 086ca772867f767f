"""What the campaign is about: the modules of each area, and the tests that ought to see a fault."""

from dataclasses import dataclass

_TESTS = "tests/queue_server/"
_SPELLED = (_TESTS + "domain/test_who_may.py", _TESTS + "service/test_lists_of_roles.py")
_EVERY_ROUTE = _TESTS + "web/test_every_route.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Modules, and the files of tests that stand for them.

    ``guarded`` are folders of whose modules only the lines that ask for a role are spoilt;
    ``spelled`` are tests that spell out lists: a fault in one is tried on them first; ``last``
    are tried, whatever they take, where no quicker one saw a fault.
    """

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    guarded: tuple[str, ...] = ()
    spelled: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


GUARDS = r"require_(role|known)\(|\.enter\(|\brole (not )?in\b|frozenset\(\{"
"""A line on which somebody's role is asked for."""


def _all(folder: str, *names: str) -> tuple[str, ...]:
    return tuple(f"queue_server/{folder}/{name}.py" for name in names)


AREAS = (
    Area(
        name="writer",
        modules=_all(
            "store", "writer", "commands", "flushing", "tracking", "image", "bulk", "acting"
        ),
        tests=(
            _TESTS + "store/test_writer.py", _TESTS + "store/test_leading.py",
            _TESTS + "store/test_tracking.py",
            _TESTS + "store/test_image.py", _TESTS + "store/test_flushing.py",
            _TESTS + "store/test_contract.py", _TESTS + "store/test_documents.py",
            _TESTS + "store/test_two_servers.py", _TESTS + "service/test_hall.py",
            _TESTS + "service/test_days.py", _TESTS + "service/test_at_once.py",
            _TESTS + "service/test_needs.py",
        ),
    ),
    Area(
        name="numbering",
        modules=(
            *_all("domain", "numbering"), *_all("service", "issuing", "offline"),
            *_all("papers", "taking"),
        ),
        tests=(
            _TESTS + "domain/test_numbering.py", _TESTS + "domain/test_rules.py",
            "tests/kiosk/alone/test_restored_hall.py",
            _TESTS + "service/test_hall.py",
            _TESTS + "service/test_offline.py", _TESTS + "service/test_numbers.py",
            _TESTS + "service/test_numbers_from_elsewhere.py",
            _TESTS + "service/test_days.py", _TESTS + "service/test_refusals.py",
            _TESTS + "service/test_settling.py", _TESTS + "service/test_which_kiosk.py",
            _TESTS + "service/test_waits.py", _TESTS + "web/test_papers.py",
        ),
    ),
    Area(
        name="permissions",
        modules=(
            *_all("domain", "actors", "guards", "transitions"),
            *_all("service", "asking", "visibility", "accounts", "carrying", "people"),
            *_all("web", "actors", "sessions", "rooms"),
        ),
        tests=(
            _TESTS + "domain/", _TESTS + "service/test_hall.py", _TESTS + "service/test_people.py",
            _TESTS + "service/test_visibility.py", _TESTS + "service/test_stream.py",
            _TESTS + "service/test_which_kiosk.py", _TESTS + "service/test_windows.py",
            _TESTS + "service/test_refusals.py", _TESTS + "web/test_accounts.py",
            _TESTS + "web/test_api.py", _TESTS + "web/test_sessions.py",
            _TESTS + "web/test_audit_and_limits.py", _TESTS + "web/test_kept_sessions.py",
            _TESTS + "web/test_locks.py", _TESTS + "web/test_rooms.py", _SPELLED[1],
        ),
        spelled=_SPELLED,
    ),
    Area(
        name="guards",
        modules=(),
        guarded=("queue_server/service", "queue_server/web"),
        tests=(
            _TESTS + "service/", _TESTS + "domain/test_who_may.py", _EVERY_ROUTE,
            _TESTS + "web/test_accounts.py", _TESTS + "web/test_api.py",
            _TESTS + "web/test_kept_sessions.py", _TESTS + "web/test_papers.py",
            _TESTS + "web/test_refusals.py", _TESTS + "web/test_rooms.py",
        ),
        last=(_EVERY_ROUTE,),
        spelled=_SPELLED,
    ),
    Area(
        name="chain",
        modules=(
            *_all("store", "journal", "checking"),
            *_all("sealing", "comparing", "exporting", "head", "keeping", "ledger", "standing"),
        ),
        tests=(
            _TESTS + "store/test_journal.py", _TESTS + "sealing/",
            _TESTS + "store/test_checking.py",
            _TESTS + "store/test_examining.py", _TESTS + "store/test_contract.py",
            _TESTS + "web/test_journal.py",
        ),
    ),
)  # fmt: skip
