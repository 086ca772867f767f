"""Where the pieces of paper go: ``DIR/NNNN.png`` and the bytes beside it."""

from pathlib import Path

from printer.simulator.machine import Piece


class TicketFolder:
    """Writes each piece; the picture appears whole or not at all."""

    def __init__(self, out: Path) -> None:
        self.path = out
        self.path.mkdir(parents=True, exist_ok=True)

    @property
    def next_number(self) -> int:
        """One more than the last piece in the folder."""
        numbers = (int(file.stem) for file in self.path.glob("*.png") if file.stem.isdigit())
        return max(numbers, default=0) + 1

    def keep(self, piece: Piece) -> None:
        """Write a piece, or write it again when bytes were added."""
        name = f"{piece.number:04}"
        (self.path / f"{name}.bin").write_bytes(bytes(piece.data))
        half = self.path / f"{name}.png.half"
        piece.image.save(half, format="PNG")
        half.replace(self.path / f"{name}.png")
