"""Free text as words."""


def normalise(text: str, lang: str) -> str:
    """Return the words of a text in its language."""
    return " ".join(text.split()) if lang else text


def spell(text: str, lang: str) -> str:
    """Return the characters of a text, named one by one."""
    return ("，" if lang.startswith("zh") else ", ").join(text)
