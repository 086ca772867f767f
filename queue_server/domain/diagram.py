"""The state machine drawn from its table, for the documentation."""

from queue_server.domain.transitions import TABLE, Event, Transition

_SKIPPED = frozenset({Event.REPRINT, Event.EXPIRE})


def mermaid() -> str:
    """Return a Mermaid state diagram; reprint (any open state) and expire are left to the table."""
    lines = ["stateDiagram-v2", "    [*] --> WAITING: issue"]
    lines += [
        f"    {row.source} --> {target}: {row.event}"
        for row in TABLE.values()
        if row.event not in _SKIPPED
        for target in row.targets
    ]
    return "\n".join(lines) + "\n"


def table() -> str:
    """Return the whole table in Markdown."""
    head = (
        "| from | event | to | who | guards | journal row |\n| --- | --- | --- | --- | --- | --- |"
    )
    return "\n".join([head, *(_line(row) for row in TABLE.values())]) + "\n"


def _line(row: Transition) -> str:
    guarded = ", ".join(guard.__name__ for guard in row.guards) or "–"
    cells = (
        row.source.value,
        row.event.value,
        " or ".join(target.value for target in row.targets),
        ", ".join(row.roles),
        guarded,
        row.kind,
    )
    return "| " + " | ".join(cells) + " |"
