"""Province, league and county as real processes; one of them killed in the middle of applying."""

import asyncio
import contextlib
import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import httpx
import pytest
from pysqlite3 import dbapi2

from config.loader import load_site
from hall.clock import SystemClock
from queue_server.app import open_hall
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from queue_server.domain.actors import SYSTEM

pytestmark = pytest.mark.e2e
ITEMS = 2000
PATIENCE_S = 120


@dataclass
class Node:
    """One hall of the tree, as a process."""

    folder: Path
    name: str
    upstream: str = ""
    token: str = ""
    port: int = 0
    admin: str = ""
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def site(self) -> Path:
        return self.folder / "site.toml"

    def prepare(self) -> None:
        """Write the site and make the tokens, before anything runs."""
        demo = resources.files("config").joinpath("defaults/site.toml").read_text("utf-8")
        told = demo.replace('id = "demo"', f'id = "{self.name}"', 1)
        (self.folder / "token").write_text(self.token, "utf-8")
        if self.upstream:
            told += (
                f'\n[sync]\nupstream = "{self.upstream}"\nevery_s = 5\n'
                f'token_file = "{self.folder / "token"}"\n'
            )
        self.site.write_text(told, "utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def make_token(self, role: Any) -> str:
        async def make() -> str:
            hall = open_hall(load_site(self.site), self.folder, SystemClock())
            try:
                return await hall.create_token(SYSTEM, role=role, name=role)
            finally:
                await hall.aclose()

        return asyncio.run(make())

    def start(self) -> None:
        where = ["--site", str(self.site), "--data", str(self.folder), "--port", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hall.cli", "server", "run", "--no-announce", *where],
                stdout=log,
                stderr=log,
            )

    def kill(self, number: int = signal.SIGKILL) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(30)
            self.process = None

    def items(self) -> int:
        path = self.folder / "content.db"
        if not path.exists():
            return 0
        with contextlib.closing(dbapi2.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            try:
                return int(connection.execute("select count(*) from entry").fetchone()[0])
            except dbapi2.OperationalError:
                return 0

    def feed_of(self, item: str) -> str:
        """Return the level above an item came from, empty for one of the hall's own."""
        path = self.folder / "content.db"
        with contextlib.closing(dbapi2.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            rows = connection.execute("select feed from entry where id = ?", (item,)).fetchall()
        return str(rows[0][0]) if len(rows) == 1 else f"{len(rows)} rows"

    def head(self) -> dict[str, Any]:
        with contextlib.suppress(httpx.HTTPError):
            answer = httpx.get(f"{self.url}/feed/v1/head", trust_env=False, timeout=20)
            if answer.status_code == 200:
                return dict(answer.json())
        return {}


def until(happens: Callable[[], bool], what: str, every: float = 0.1) -> None:
    pause = threading.Event()
    for _ in range(int(PATIENCE_S / every)):
        if happens():
            return
        pause.wait(every)
    raise AssertionError(f"{what}: not within {PATIENCE_S} s")


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[tuple[Node, Node, Node]]:
    nodes: list[Node] = []
    upstream = token = ""
    for name in ("p150000", "l150200", "c150204"):
        folder = tmp_path / name
        folder.mkdir(mode=0o700)
        node = Node(folder=folder, name=name, upstream=upstream, token=token)
        node.prepare()
        upstream, token = node.url, node.make_token("upstream")
        node.admin = node.make_token("admin")
        nodes.append(node)
    yield nodes[0], nodes[1], nodes[2]
    for node in nodes:
        node.kill(signal.SIGTERM)


@pytest.mark.timeout(300)
def test_three_levels_agree_after_a_kill_in_the_middle_of_applying(
    tree: tuple[Node, Node, Node],
) -> None:
    province, league, county = tree
    clock = SystemClock()
    content = ContentService(province.folder, clock)
    content.import_items(
        (
            Record(kind="job", id=f"cdpee:{n}", source="cdpee", title="保洁员", region="150204")
            for n in range(ITEMS)
        ),
        source="cdpee",
    )
    content.close()
    province.start()
    until(lambda: bool(province.head()), "the province answers")
    league.start()
    county.start()
    until(lambda: league.items() > 0, "the league begins to apply", every=0.02)
    league.kill()
    held = league.items()
    assert 0 < held < ITEMS, "the league was to be killed in the middle"
    league.start()
    until(lambda: league.items() == ITEMS, "the league has all")
    until(lambda: province.head().get("root", "p") == league.head().get("root", "l"), "league")
    until(lambda: county.items() == ITEMS, "the county has all")
    until(lambda: county.head().get("root", "c") == province.head()["root"], "county", every=0.5)
    heads = [node.head() for node in tree]
    assert {head["count"]["job"] for head in heads} == {ITEMS}
    assert len({head["epoch"] for head in heads}) == 3

    decision = {"kind": "job", "id": "cdpee:17", "act": "withdraw", "why": "已招满"}
    assert ask(province, "POST", "items", decision).status_code == 204
    until(lambda: county.items() == ITEMS - 1, "the withdrawal reaches the county", every=0.5)
    page = httpx.get(f"{county.url}/feed/v1/changes?after={heads[2]['max_seq']}", trust_env=False)
    lines = [json.loads(line) for line in page.text.splitlines()]
    assert [(line["op"], line["id"], line["why"]) for line in lines[1:-1]] == [
        ("del", "cdpee:17", "withdrawn")
    ]
    first = httpx.get(f"{county.url}/feed/v1/changes?limit=1", trust_env=False).text
    assert json.loads(first.splitlines()[1])["origin"] == ["cdpee", "p150000", "l150200", "c150204"]

    submit_and_return(league, county)


def submit_and_return(upper: Node, lower: Node) -> None:
    """See that what a hall publishes and sends up comes back under its id once it is published."""
    own = {"title": "周六助残日活动", "text": "区残联一楼", "easy": "星期六来", "send_up": True}
    told = ask(lower, "POST", "own", own)
    assert told.status_code == 201, told.text
    item = told.json()["id"]
    assert item.startswith("c150204:")
    found: list[dict[str, Any]] = []

    def arrived() -> bool:
        found[:] = ask(upper, "GET", "desk").json()["submissions"]
        return bool(found)

    until(arrived, "the submission arrives", every=0.5)
    assert (found[0]["hall"], found[0]["id"], found[0]["title"]) == (
        "c150204", item, "周六助残日活动",
    )  # fmt: skip
    answer = {"hall": "c150204", "kind": "notice", "id": item, "publish": True}
    assert ask(upper, "POST", "submissions", answer).status_code == 204
    until(lambda: lower.feed_of(item) == "l150200", "it comes back", every=0.5)
    shown = httpx.get(f"{lower.url}/api/v1/content/notice/{item}", trust_env=False).json()
    assert (shown["title"], shown["easy_read"]) == ("周六助残日活动", ["星期六来"])


def ask(node: Node, method: str, path: str, body: Any = None) -> httpx.Response:
    """Ask a hall's sync as its admin."""
    return httpx.request(
        method, f"{node.url}/api/v1/sync/{path}", json=body, trust_env=False, timeout=60,
        headers={"Authorization": f"Bearer {node.admin}"},
    )  # fmt: skip
