"""`hall90 voice`: say a text, or show the words spoken for a typed value."""

import click

KINDS = (
    *("ticket", "phone", "money", "date", "time", "percent", "ordinal", "count", "id", "range"),
    "unit",
)


@click.group()
def voice() -> None:
    """Speak, and show how values are spoken."""


@voice.command("phrase")
@click.option("--kind", required=True, type=click.Choice(KINDS), help="What the value is.")
@click.option("--lang", default="zh-CN", show_default=True, help="zh-CN or en.")
@click.argument("value")
def phrase_command(kind: str, lang: str, value: str) -> None:
    """Print the words spoken for VALUE, alone on a line."""
    from voice.phrasing import phrase

    if not value.strip():
        raise click.BadParameter("nothing to say", param_hint="VALUE")
    if not lang.startswith(("zh", "en")):
        raise click.BadParameter("phrasing knows zh-CN and en", param_hint="--lang")
    click.echo(phrase(kind, value, lang))
