"""What a target promises of any bytes."""


class BrokenPromiseError(Exception):
    """A finding: something was read wrong, or otherwise than before."""


def promise(kept: object, told: str = "") -> None:
    """Raise BrokenPromiseError where something that was promised does not hold."""
    if not kept:
        raise BrokenPromiseError(told)
