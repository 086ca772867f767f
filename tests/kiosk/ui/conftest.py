"""One window drawn into memory, for all tests that look at pixels."""

import os
import warnings

import pytest

WIDTH, HEIGHT = 1080, 1920


@pytest.fixture(scope="session")
def offscreen() -> None:
    """Make Kivy ready before its first import; no display is needed."""
    from kiosk.ui.environment import prepare

    with warnings.catch_warnings():
        # Kivy 2.3.1 uses things newer Pythons warn about; that is not ours to fail on.
        warnings.simplefilter("ignore")
        prepare(WIDTH, HEIGHT, offscreen=True)
        import kivy.core.window  # noqa: F401  opens the window
    # Programs that other tests start must not inherit it.
    os.environ.pop("SDL_VIDEODRIVER", None)
