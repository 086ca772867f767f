"""A ticket as most visitors get it, and the vectors beside the tests."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from config.site import Site
from printer.slip import TicketSlip, ticket_slip


@pytest.fixture
def slip(site: Site) -> TicketSlip:
    return ticket_slip(
        site,
        service="unemployment",
        number="A017",
        issued_at=datetime(2026, 11, 23, 1, 42, tzinfo=UTC),
        language="zh-CN",
        ahead=5,
        wait=(15, 25),
        url="https://hall.example/t/7Q4M9XK2",
    )


@pytest.fixture(scope="session")
def vectors() -> Any:
    file = Path(__file__).parents[1] / "vectors" / "escpos" / "vectors.json"
    return json.loads(file.read_text("utf-8"))
