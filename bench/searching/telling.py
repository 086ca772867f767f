"""The figures of a corpus as a table with verdicts."""

from typing import Any

BARS = {"real": 10, "100000": 10, "1000000": 3}
SWIFT_BAR = 10  # at every size with the extra
SUGGEST_BAR_MS, HTTP_BAR, INDEX_BAR = 5.0, 3.0, 0.40
_HEAD = (
    "recall", "ours", "LIKE", "LIKE/ours", "facets", "LIKE", "LIKE/ours", "waited", "HTTP", "HTTP/",
)  # fmt: skip


def table(size: str, figures: dict[str, Any]) -> str:
    """Return the figures of a corpus as a table with verdicts; all are p95 in milliseconds."""
    bar = SWIFT_BAR if figures["engine"] == "tantivy" else BARS.get(size, 10)
    share, typing = figures["index_share"], figures["suggest_p95_ms"]
    lines = [
        f"{figures['rows']} rows ({size}), {figures['engine']} made in {figures['followed_s']} s, "
        f"filled in {figures['filled_s']} s, first answer in {figures['first_answer_s']} s",
        f"index {figures['index_mb']} MB of rows {figures['rows_mb']} MB = {share} "
        f"{_verdict(share <= INDEX_BAR)}; type-ahead p95 {typing} ms "
        f"{_verdict(typing <= SUGGEST_BAR_MS)}",
        f"p95, ms; twenty items and the total, then with every facet; LIKE/ours >= {bar}, HTTP "
        f"<= {HTTP_BAR:.0f} times in process",
        "".join(f"{cell:>12}" for cell in ("question", *_HEAD)),
    ]
    for name, row in figures["classes"].items():
        faster = min(row["times_faster"], row["times_faster_whole"])
        held = row["recall"] == 1.0 and faster >= bar and row["http_ratio"] <= HTTP_BAR
        cells = (
            row["recall"], row["ours_p95_ms"], row["scan_p95_ms"], row["times_faster"],
            row["ours_whole_p95_ms"], row["scan_whole_p95_ms"], row["times_faster_whole"],
            row["waited_p95_ms"], row["http_p95_ms"], row["http_ratio"],
        )  # fmt: skip
        lines.append("".join(f"{cell:>12}" for cell in (name, *cells)) + f"  {_verdict(held)}")
    return "\n".join(lines)


def _verdict(held: bool) -> str:
    return "holds" if held else "MISSES"
