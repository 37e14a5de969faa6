"""Being asked to end: Ctrl-C, a batch system's SIGTERM, the SIGHUP of a closed terminal all end the same tidy way."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn, TypeVar

Item = TypeVar("Item")

ASKING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Beside SIGINT, which Python raises itself; Windows has no SIGHUP."""


class AskedToEnd(KeyboardInterrupt):
    """A signal came that asks for the end, raised where the main thread was."""


@dataclass
class Asked:
    """Whether a signal came, and which."""

    number: int = 0

    @property
    def exit_code(self) -> int:
        """As shells tell it: 128 and the signal's number; 0 if none came."""
        return 128 + self.number if self.number else 0


@contextmanager
def raised_when_asked() -> Iterator[Asked]:
    """Within, signals that ask for the end are raised as AskedToEnd; the first alone, so that tidying up is finished.

    Signals that somebody has chosen to ignore (`nohup`) stay ignored.
    """
    asked = Asked()
    if threading.current_thread() is not threading.main_thread():  # only there may a program say what signals do
        yield asked
        return
    taken = [number for number in ASKING if signal.getsignal(number) is signal.SIG_DFL]

    def ask(number: int, _: FrameType | None) -> NoReturn:
        for each in taken:
            signal.signal(each, signal.SIG_IGN)
        asked.number = number
        raise AskedToEnd

    for number in taken:
        signal.signal(number, ask)
    try:
        yield asked
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


@dataclass
class Halt:
    """Whether Ctrl-C came once."""

    asked: bool = False

    def until_asked(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, until Ctrl-C comes: what has been taken is finished, and nothing more is begun."""
        for item in items:
            if self.asked:
                return
            yield item


@contextmanager
def gently(seconds: float, told: Callable[[], None]) -> Iterator[Halt]:
    """Within, the first Ctrl-C is only noted and `told`; after so many seconds, or at the second, it is raised.

    `told` is called by the signal's handler, in the midst of anything. Who holds the Halt has to look at it when all
    that ran has ended. Where SIGINT is ignored, or is somebody else's, it stays so.
    """
    halt = Halt()
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield halt
        return

    def note(*_: object) -> None:
        halt.asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _ring(seconds)
        told()

    before = signal.signal(signal.SIGALRM, signal.default_int_handler) if _RINGS else None
    signal.signal(signal.SIGINT, note)
    try:
        yield halt
    finally:
        _ring(0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if _RINGS:
            signal.signal(signal.SIGALRM, signal.SIG_DFL if before is None else before)


_RINGS = hasattr(signal, "setitimer")
"""Windows has no such alarm: there the second Ctrl-C alone ends it."""


def _ring(seconds: float) -> None:
    """Raises KeyboardInterrupt in the main thread after so many seconds; 0 for never."""
    if _RINGS:
        signal.setitimer(signal.ITIMER_REAL, seconds)
