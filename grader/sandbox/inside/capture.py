"""What submitted code prints, kept up to a cap; a flood costs no memory."""

from __future__ import annotations

import io
import sys


class Captured(io.TextIOBase):
    """Stands in for stdout and stderr during a call."""

    def __init__(self, limit: int) -> None:
        self._limit, self._size, self._parts = limit, 0, list[str]()

    def writable(self) -> bool:
        """True: it is written to."""
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """As programs that draw progress bars ask for it."""
        return "utf-8"

    def write(self, text: str) -> int:
        """Keeps what still fits; says that all was written."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        text = str.__str__(text)  # exact: a subclass could answer otherwise than it is
        room = self._limit - self._size
        if room > 0:
            kept = text[:room]
            self._parts.append(kept)
            self._size += max(len(kept), 1)  # empty writes count too, or a loop of them would grow the list
        return len(text)

    def text(self) -> str:
        """All that was kept."""
        return "".join(self._parts)


class Capture:
    """Context manager: `with Capture(limit) as printed: ...; printed.text()`."""

    def __init__(self, limit: int) -> None:
        self._printed = Captured(limit)

    def __enter__(self) -> Captured:
        self._before = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = self._printed
        return self._printed

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self._before
