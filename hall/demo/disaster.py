"""The server dies without warning; nothing it acknowledged is lost."""

import json
import threading
import uuid

import requests

from hall.demo.day import Day
from hall.demo.waiting import pause, wait_for

_BEFORE_KILL = 20


def crash(day: Day) -> list[str]:
    """Kill -9 the server while tickets are being issued; find each acknowledged one after it."""
    acknowledged: dict[str, str] = {}
    stop = threading.Event()
    issuer = threading.Thread(target=_issue_until, args=(day, acknowledged, stop), name="issuer")
    issuer.start()
    wait_for("tickets are being issued", lambda: len(acknowledged) >= _BEFORE_KILL, within=30)
    server = day.scene.programs["server"]
    port = day.scene.url.rsplit(":", 1)[1]
    server.kill()
    stop.set()
    issuer.join(30)
    day.scene.start_server(port)
    lost = [
        (ticket_id, number)
        for ticket_id, number in {**day.issued, **acknowledged}.items()
        if not _found(day, ticket_id, number)
    ]
    numbers = list(acknowledged.values())
    evidence = {
        "acknowledged": len(acknowledged),
        "earlier_that_day": len(day.issued),
        "lost": lost,
        "numbers_twice": len(numbers) - len(set(numbers)),
        "acknowledged_tickets": acknowledged,
    }
    name = day.note("crash.json", json.dumps(evidence, ensure_ascii=False, indent=1))
    if lost or evidence["numbers_twice"]:
        raise AssertionError(f"acknowledged tickets lost: {lost}")
    for clerk in day.clerks.values():
        clerk.is_live()
    return [name]


def _issue_until(day: Day, acknowledged: dict[str, str], stop: threading.Event) -> None:
    while not stop.is_set():
        key = str(uuid.uuid4())
        try:
            answer = day.scene.api(
                "POST",
                "/api/v1/tickets",
                "kiosk",
                json={"service": "policy", "channel": "kiosk"},
                headers={"Idempotency-Key": key},
            )
        except requests.RequestException:
            return  # the server was killed under this request: not acknowledged
        if answer.status_code == 201:
            body = answer.json()
            acknowledged[body["id"]] = body["number"]
        else:
            pause(0.05)


def _found(day: Day, ticket_id: str, number: str) -> bool:
    answer = day.scene.api("GET", f"/api/v1/tickets/{ticket_id}", "supervisor")
    return answer.status_code == 200 and answer.json()["number"] == number
