"""The bars of the design (P-1 to P-9 and the ratios), each beside what a run reached."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_MB = 2**20 / 1e6


class Verdict(NamedTuple):
    """One bar: what is measured, what is wanted, what was reached."""

    name: str
    wanted: str
    found: str
    reached: bool

    def line(self) -> str:
        """Return it as a line of the table."""
        told = "reached" if self.reached else "NOT reached"
        return f"{self.name:<34}{self.wanted:<36}{self.found:<36}{told}"


def verdicts(figures: Mapping[str, Any]) -> Iterator[Verdict]:
    """Yield every bar that the run measured; the others are left out."""
    issue, call = figures["http"]["issue"], figures["http"]["call"]
    if "1" in issue:
        yield _times("P-1 issue, 1 client", issue["1"], 4, 15)
    if "32" in issue:
        yield _rate("P-2 issue, 32 clients", issue["32"], 1500, 60)
        visits = call["32"]
        each = 3 * visits["per_s"]
        yield Verdict(
            "P-3 visits' steps, 32 clerks",
            "1200/s in all, call p99 80 ms",
            f"{each}/s ({visits['per_s']} calls), {visits['p99_ms']} ms",
            bool(each >= 1200 and visits["p99_ms"] <= 80),
        )
    yield _rush(figures["rush"])
    readers = figures["readers"]
    yield _times(f"P-5 last of {readers['readers']} readers", readers["hall"], 80, 250)
    if "200" in issue:
        used = issue["200"]["processor_us"]
        yield Verdict("P-6 processor, 200 clients", "250 µs", f"{used} µs", bool(used <= 250))
    if "32" in figures.get("postgresql", {}).get("issue", {}):
        yield _rate("P-7 issue, PostgreSQL, 32", figures["postgresql"]["issue"]["32"], 1000, 150)
    if figures["ready_s"]:
        slowest = max(figures["ready_s"])
        yield Verdict("P-8 ready after a kill", "2 s", f"{slowest} s", bool(slowest <= 2))
    backup = figures["backup"]
    yield Verdict(
        f"P-9 issue during backup, {backup['mib']} MiB",
        "100 ms",
        f"{backup['longest_ms']} ms",
        bool(backup["longest_ms"] <= 100),
    )
    yield from _ratios(figures)


def _ratios(figures: Mapping[str, Any]) -> Iterator[Verdict]:
    issue, floors, readers = figures["http"]["issue"], figures["floors"], figures["readers"]
    many = "32" if "32" in issue else max(issue, key=int)
    rate = issue[many]["per_s"]
    grouped, single = (rate / floors[name][many]["per_s"] for name in ("grouped", "single"))
    yield Verdict(
        f"issue at {many} ÷ raw, group commit", "35 %", f"{grouped:.0%}", bool(grouped >= 0.35)
    )
    yield Verdict(f"issue at {many} ÷ one transaction", "5", f"{single:.1f}", bool(single >= 5))
    yield Verdict(
        "last reader ÷ plain TCP writes", "4", str(readers["ratio"]), bool(readers["ratio"] <= 4)
    )
    held = round(readers["mib"] * _MB)
    yield Verdict("server with readers", "under 150 MB", f"{held} MB", held < 150)


def _times(name: str, found: Mapping[str, float], p50: float, p99: float) -> Verdict:
    return Verdict(
        name,
        f"p50 {p50} ms, p99 {p99} ms",
        f"p50 {found['p50_ms']} ms, p99 {found['p99_ms']} ms",
        found["p50_ms"] <= p50 and found["p99_ms"] <= p99,
    )


def _rate(name: str, found: Mapping[str, float], rate: float, p99: float) -> Verdict:
    return Verdict(
        name,
        f"{rate}/s, p99 {p99} ms",
        f"{found['per_s']}/s, p99 {found['p99_ms']} ms",
        found["per_s"] >= rate and found["p99_ms"] <= p99,
    )


def _rush(rush: Mapping[str, Any]) -> Verdict:
    issue, last = rush["issue"]["p99_ms"], rush["last_display"]["p99_ms"]
    all_told = rush["told_to_all"] == rush["calls"]
    return Verdict(
        f"P-4 hall × 10, {rush['displays']} displays",
        "issue p99 50, display p99 100 ms, all",
        f"{issue} ms, {last} ms, {rush['told_to_all']} of {rush['calls']}",
        bool(issue <= 50 and last <= 100 and all_told),
    )
