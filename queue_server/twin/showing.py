"""What played days came to, shown to an admin: a table, pictures, a page; in two languages."""

from collections.abc import Mapping, Sequence
from html import escape

from hall.texts import Texts, load_texts
from queue_server.statistics.measures import Spread
from queue_server.statistics.visits import CLASSES
from queue_server.twin.drawing import Bar, BarChart, LineChart, draw_bars, draw_lines
from queue_server.twin.outcomes import EARLIER, ORDINARY, Outcome


def rows_of(outcomes: Sequence[Outcome], language: str) -> tuple[list[str], list[list[str]]]:
    """Return the heading and the rows of the table, one row an arrangement."""
    texts = _texts(language)
    heading = [
        texts.written(f"twin-column-{name}")
        for name in ("name", "came", "refused", "left", "ordinary", "earlier", "passed", "most")
    ]
    rows = [
        [
            texts.written(f"twin-{_key(each.name)}"),
            str(each.came),
            str(each.refused),
            str(each.left),
            _told(each.waits.get(ORDINARY)),
            _told(each.waits.get(EARLIER)),
            f"{each.fairness.passed / max(each.fairness.called, 1):.0%}",
            str(each.fairness.most),
        ]
        for each in outcomes
    ]
    return heading, rows


def table_of(outcomes: Sequence[Outcome], language: str) -> str:
    """Return the table as Markdown."""
    heading, rows = rows_of(outcomes, language)
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def pictures_of(outcomes: Sequence[Outcome], language: str) -> Mapping[str, str]:
    """Return the pictures as SVG by name: waits, waits by need, the line over the day."""
    texts = _texts(language)
    names = [texts.written(f"twin-{_key(each.name)}") for each in outcomes]
    unit, mark = texts.written("twin-unit"), texts.written("twin-mark")
    waits = BarChart(
        title=texts.written("twin-waits"),
        unit=unit,
        mark=mark,
        series=(texts.written("twin-ordinary"), texts.written("twin-earlier")),
        groups=tuple(
            (name, (_bar(each.waits.get(ORDINARY)), _bar(each.waits.get(EARLIER))))
            for name, each in zip(names, outcomes, strict=True)
        ),
    )
    policies = [each for each in outcomes if each.name in {"head_start", "strict", "ratio"}]
    classes = BarChart(
        title=texts.written("twin-classes"),
        unit=unit,
        series=tuple(texts.written(f"twin-{_key(each.name)}") for each in policies),
        groups=tuple(
            (
                texts.written(f"class-{need}"),
                tuple(_plain(each.classes.get(need)) for each in policies),
            )
            for need in CLASSES
            if any(need in each.classes for each in policies)
        ),
    )
    lines = LineChart(
        title=texts.written("twin-line"),
        unit=texts.written("twin-people"),
        lines=tuple(
            (name, each.line)
            for name, each in zip(names, outcomes, strict=True)
            if each.name not in {"strict", "ratio"} and each.line
        ),
    )
    drawn = {"waits": draw_bars(waits)}
    if policies:
        drawn["classes"] = draw_bars(classes)
    if lines.lines:
        drawn["line"] = draw_lines(lines)
    return drawn


def page_of(outcomes: Sequence[Outcome], language: str) -> str:
    """Return one page with the table and the pictures."""
    texts = _texts(language)
    heading, rows = rows_of(outcomes, language)
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heading)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    title = escape(texts.written("twin-title"))
    pictures = "".join(
        f'<p><img src="{name}-{language}.svg" alt="{escape(texts.written(f"twin-{name}"))}"></p>'
        for name in pictures_of(outcomes, language)
    )
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        "<style>body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "th,td{padding:.4rem .8rem;border-bottom:1px solid;text-align:right}"
        "th:first-child{text-align:left}img{max-width:100%}</style>"
        f"<h1>{title}</h1><p>{escape(texts.written('twin-note'))}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{pictures}</html>\n"
    )


def _texts(language: str) -> Texts:
    return load_texts(language, "queue_server.twin", "queue_server.statistics")


def _key(name: str) -> str:
    return name.replace("_", "-")


def _told(spread: Spread | None) -> str:
    return "–" if spread is None else f"{spread.mean:.0f} / {spread.nine_of_ten:.0f}"


def _bar(spread: Spread | None) -> Bar | None:
    return None if spread is None else Bar(value=spread.mean, mark=spread.nine_of_ten)


def _plain(spread: Spread | None) -> Bar | None:
    return None if spread is None else Bar(value=spread.mean)
