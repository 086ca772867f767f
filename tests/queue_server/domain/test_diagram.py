"""The page on tickets shows the table the code has."""

from pathlib import Path

from queue_server.domain.diagram import mermaid, table

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "tickets.md"


def test_the_page_shows_the_diagram_and_the_table_of_the_code() -> None:
    page = PAGE.read_text("utf-8")
    assert f"```mermaid\n{mermaid()}```\n" in page
    assert table() in page
