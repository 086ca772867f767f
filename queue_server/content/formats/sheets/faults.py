"""A file that cannot be read as a whole, told so that its sender knows what to do."""

from hall.errors import HallError
from queue_server.content.formats.telling import LANGUAGES, english, told


class SheetError(HallError):
    """The file cannot be read; ``code`` and ``values`` name the message for people."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(english(f"sheet-fault-{code}", **values))

    def told(self, language: str) -> str:
        """Return the message as people read it, in Chinese where it is not there in a language."""
        known = language if language in LANGUAGES else LANGUAGES[0]
        return told(known, f"sheet-fault-{self.code}", **self.values)
