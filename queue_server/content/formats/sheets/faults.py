"""A file that cannot be read as a whole, told so that its sender knows what to do."""

from hall.errors import HallError
from queue_server.content.formats.telling import english


class SheetError(HallError):
    """The file cannot be read; ``code`` and ``values`` name the message for people."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(english(f"sheet-fault-{code}", **values))
