"""Frames and broken frames in the order they arrived, handed out without losing either."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from hall.errors import FrameError

FrameT = TypeVar("FrameT")


class Arrivals(Generic[FrameT]):
    """What a decoder has found; a broken frame is raised in its turn, the rest is kept."""

    def __init__(self) -> None:
        self._found: deque[FrameT | FrameError] = deque()

    def attempt(self, parse: Callable[[], FrameT | None]) -> None:
        """Run a parser; remember its frame or its FrameError."""
        try:
            frame = parse()
        except FrameError as error:
            self._found.append(error)
        else:
            if frame is not None:
                self._found.append(frame)

    def take(self) -> Sequence[FrameT]:
        """Return the frames up to the next broken one; raise that when it comes first."""
        frames: list[FrameT] = []
        while self._found:
            first = self._found[0]
            if isinstance(first, FrameError):
                if frames:
                    break
                self._found.popleft()
                raise first
            frames.append(first)
            self._found.popleft()
        return frames
