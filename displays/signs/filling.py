"""Pages for signs that keep every row until it is written again: rows left over are blanked."""

from dataclasses import replace

from displays.signs.commands import Command, Show


def filled(command: Command, row_height: int) -> Command:
    """Return a command whose page has a line for each row of its area.

    Without this the second line of a call would stay below a page of one line.
    """
    if not isinstance(command, Show):
        return command
    page = command.page
    rows = max(1, page.area.height // row_height)
    missing = rows - page.text.count("\n") - 1
    return Show(page=replace(page, text=page.text + "\n " * max(0, missing)))
