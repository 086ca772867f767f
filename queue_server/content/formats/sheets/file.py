"""One dropped file from its first byte to its last row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from queue_server.content.formats.port import Item, Walk
from queue_server.content.formats.sheets.faults import SheetError
from queue_server.content.formats.sheets.opening import open_tables
from queue_server.content.formats.sheets.reading import SheetReading, new_seen, read_table


@dataclass(slots=True)
class SheetFile:
    """A file being read: its items, and what was understood of it as a whole.

    ``fault`` is set where reading ended before the end; the rows before it have been yielded. A
    further sheet without a heading (a chart, notes) is left out.
    """

    path: Path
    reading: SheetReading = field(default_factory=SheetReading)
    fault: SheetError | None = None

    def items(self, walk: Walk, go_on: Callable[[], None] = lambda: None) -> Iterator[Item]:
        """Yield the items of every sheet; never raises SheetError."""
        seen, read = new_seen(), 0
        try:
            for table in open_tables(self.path):
                go_on()
                try:
                    yield from read_table(table, walk, self.reading, seen)
                except SheetError as fault:
                    if fault.code not in {"no-heading", "empty"}:
                        raise
                    self.fault = self.fault or fault
                else:
                    read += 1
        except SheetError as fault:
            self.fault = fault
        else:
            if read:
                self.fault = None
