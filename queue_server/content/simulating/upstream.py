"""What the stand-in platforms have: real payloads from a folder, or made ones of the same shape.

A test changes the lists as an upstream would: takes an ad down, adds a tombstone, raises a total.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

_REGIONS = (
    ("440103", "广东省广州市荔湾区"),
    ("440118", "广东省广州市增城区"),
    ("440303", "广东省深圳市罗湖区"),
)
_TITLES = ("保洁员", "仓管员", "缝纫工", "电话客服", "养老护理员", "质检员", "包装工", "按摩师")
_SUITS = ("肢体残疾4级;", "听力残疾3,4级;言语残疾1-4级;", "", "视力残疾1-4级;", "听力残疾2,3,级;")
_BEGAN = datetime(2026, 5, 1, 9, 0)  # noqa: DTZ001  platforms tell China's time without a zone


@dataclass(slots=True)
class Upstream:
    """The platforms' content, as each tells it. ``offline`` are jobs of Guangdong taken down."""

    guangdong: list[dict[str, Any]] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)
    offline: set[str] = field(default_factory=set)
    cap: int = 500
    cdpee: list[dict[str, Any]] = field(default_factory=list)
    jobtech: list[dict[str, Any]] = field(default_factory=list)
    nav: dict[str, dict[str, Any]] = field(default_factory=dict)
    nav_entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    @classmethod
    def made(cls, count: int = 40) -> "Upstream":
        """Return platforms with ``count`` made jobs each."""
        upstream = cls(
            guangdong=[_guangdong(number) for number in range(count)],
            cdpee=[_cdpee(number) for number in range(count)],
            jobtech=[_jobtech(number) for number in range(count)],
        )
        upstream.details = {
            job["bcb009"]: f"负责{job['bce055']}。包吃住，有五险。" for job in upstream.guangdong
        }
        upstream.nav, upstream.nav_entries = _nav(count)
        upstream.documents = dict(_documents(count))
        return upstream

    @classmethod
    def from_folder(cls, folder: Path) -> "Upstream":
        """Return platforms that answer the payloads of a folder laid out as ``shared/feeds``."""
        listed = _read(folder / "ggfw_gd" / "list_response_reconstructed.json")
        detail = _read(folder / "ggfw_gd" / "detail_online_reconstructed.json")["data"]
        rows = (folder / "cdpee" / "rows.jsonl").read_text("utf-8").splitlines()
        pages = [
            _read(folder / "nav" / name) for name in ("feed_page_1.json", "feed_page_2_last.json")
        ]
        active = _read(folder / "nav" / "feed_entry_active.json")
        return cls(
            guangdong=listed["data"]["records"],
            details={detail["bcb009"]: detail["acb22a"]},
            cdpee=[json.loads(row) for row in rows],
            jobtech=_read(folder / "jobtech" / "stream_sample.json"),
            nav={page["feed_url"]: page for page in pages},
            nav_entries={
                item["url"]: {**active, "uuid": item["id"]}
                for page in pages
                for item in page["items"]
            },
            documents=dict(_files(folder)),
        )


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _files(folder: Path) -> Iterable[tuple[str, tuple[str, bytes]]]:
    syndication, pages = folder / "syndication", folder / "schema_org"
    xml = "application/xml"
    yield "/policy.atom", (xml, (syndication / "policy_atom_current.xml").read_bytes())
    yield (
        "/policy/2026-04.atom",
        (xml, (syndication / "policy_atom_archive_2026-04.xml").read_bytes()),
    )
    yield "/policy.rss", (xml, (syndication / "policy_rss2.xml").read_bytes())
    yield "/jobs/1.html", ("text/html", (pages / "page_with_graph.html").read_bytes())
    yield "/jobs/2.jsonld", ("application/ld+json", (pages / "jobposting_zh.jsonld").read_bytes())
    yield (
        "/sitemap.xml",
        (xml, sitemap({"/jobs/1.html": "2026-05-12", "/jobs/2.jsonld": "2026-05-12"})),
    )


def sitemap(pages: dict[str, str]) -> bytes:
    """Return a sitemap of paths and when each changed; ``@`` stands for the server's address."""
    entries = "".join(
        f"<url><loc>@{path}</loc><lastmod>{changed}</lastmod></url>"
        for path, changed in pages.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    ).encode()


def posting(number: int, *, until: str = "2027-12-31") -> bytes:
    """Return a page with one made job posting."""
    told = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": f"{_TITLES[number % len(_TITLES)]}{number}",
        "description": "<p>工作轻松。</p><ul><li>双休</li></ul>",
        "identifier": {"@type": "PropertyValue", "value": f"P{number}"},
        "datePosted": "2026-05-12",
        "validThrough": until,
        "hiringOrganization": {"name": f"单位{number}"},
        "jobLocation": {"address": {"addressRegion": "内蒙古自治区", "addressLocality": "包头市"}},
        "baseSalary": {"value": {"minValue": 2600, "maxValue": 3200, "unitText": "MONTH"}},
    }
    body = json.dumps(told, ensure_ascii=False)
    return (
        f'<!doctype html><title>招聘</title><script type="application/ld+json">{body}</script>'
    ).encode()


def atom(entries: Iterable[str], *, tombstones: str = "", before: str = "") -> bytes:
    """Return an Atom document of made entries with these ids."""
    archive = f'<link rel="prev-archive" href="{before}"/>' if before else ""
    told = "".join(
        f"<entry><id>{each}</id><title>通知 {each}</title><updated>2026-05-10T01:00:00Z</updated>"
        f'<category term="政策"/><content type="html">&lt;p&gt;补贴{at}元。&lt;/p&gt;</content>'
        "</entry>"
        for at, each in enumerate(entries)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:at="http://purl.org/atompub/tombstones/1.0"><id>tag:made</id><title>政策</title>'
        f"<updated>2026-05-12T01:00:00Z</updated>{archive}{told}{tombstones}</feed>"
    ).encode()


def _guangdong(number: int) -> dict[str, Any]:
    code, place = _REGIONS[number % len(_REGIONS)]
    return {
        "bcb009": f"17899485941087{number:05}",
        "bce055": f"{_TITLES[number % len(_TITLES)]}{number}",
        "aab004": f"单位{number}",
        "acb204": code,
        "acb204Name": place,
        "acc530": "某路 1 号",
        "aac011Name": "不限制",
        "aae162Name": "经验不限",
        "acb239Name": "全职",
        "acb240": "2",
        "acb241": 3000 + number,
        "acb242": 4000 + number,
        "bcca68": f"{3000 + number}-{4000 + number}元/月",
        "bcb182Name": "",
        "bdb286": str(_BEGAN + timedelta(minutes=number)),
    }


def _cdpee(number: int) -> dict[str, Any]:
    return {
        "id": f"20541078297623{number:05}",
        "jobName": f"{_TITLES[number % len(_TITLES)]}{number}",
        "jobType": "全职",
        "jobTop": "服务业",
        "jobNext": "其他",
        "jobPost": "其他",
        "jobNumber": "若干" if number % 7 == 0 else str(number % 9 + 1),
        "edu": "学历不限",
        "provinceid": "广东省",
        "cityid": "广州市",
        "threeCityid": "荔湾区",
        "distypeStr": _SUITS[number % len(_SUITS)],
        "createTime": "2026年05月12日",
        "endTime": "2027/01/01 00:00:00",
        "jobStatus": "1",
        "companyInfo": {"companyName": f"单位{number}"},
    }


def _jobtech(number: int) -> dict[str, Any]:
    return {
        "id": str(23_000_000 + number),
        "headline": f"Städare {number}",
        "description": {"text": "Vi söker dig."},
        "employer": {"name": "Städ AB", "phone_number": "08999999999"},
        "publication_date": "2026-05-01T00:00:00",
        "last_publication_date": "2026-12-31T23:59:59",
        "workplace_address": {"municipality": "Stockholm"},
        "removed": False,
    }


def _nav(count: int) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return two pages, the second beginning with the first one's last item, and the details."""
    ids = [f"10584075-1e5c-4a83-bf49-{number:012}" for number in range(count)]
    items: list[dict[str, Any]] = [
        {
            "id": each,
            "url": f"/api/v1/feedentry/{each}",
            "title": f"Renholder {number}",
            "_feed_entry": {"uuid": each, "status": "ACTIVE", "title": f"Renholder {number}"},
        }
        for number, each in enumerate(ids)
    ]
    middle = count // 2
    first, second = "/api/v1/feed/made-1", "/api/v1/feed/made-2"
    pages: dict[str, dict[str, Any]] = {
        first: {"feed_url": first, "next_url": second, "items": items[: middle + 1]},
        second: {"feed_url": second, "next_url": None, "items": items[middle:]},
    }
    details: dict[str, dict[str, Any]] = {
        item["url"]: {
            "uuid": item["id"],
            "status": "ACTIVE",
            "ad_content": {
                "uuid": item["id"],
                "title": item["title"],
                "description": "<p>Renhold.</p>",
                "published": "2026-05-01T00:00:00+02:00",
                "expires": "2026-12-31T00:00:00+01:00",
                "contactList": [{"name": "abc", "phone": "12345678"}],
                "employer": {"name": "Kommune"},
            },
        }
        for item in items
    }
    return pages, details


def _documents(count: int) -> Iterable[tuple[str, tuple[str, bytes]]]:
    xml = "application/xml"
    ids = [f"tag:made,2026:policy/{number}" for number in range(count)]
    yield "/policy.atom", (xml, atom(ids[count // 2 :], before="/policy/2026-04.atom"))
    yield "/policy/2026-04.atom", (xml, atom(ids[: count // 2]))
    pages = {f"/jobs/{number}.html": "2026-05-12" for number in range(min(count, 10))}
    yield "/sitemap.xml", (xml, sitemap(pages))
    for number, path in enumerate(pages):
        yield path, ("text/html", posting(number))
