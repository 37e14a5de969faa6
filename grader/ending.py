"""Being asked to end: Ctrl-C, a batch system's SIGTERM, the SIGHUP of a closed terminal all end the same tidy way."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ASKING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Beside SIGINT, which Python raises itself; Windows has no SIGHUP."""


class AskedToEnd(KeyboardInterrupt):
    """A signal came that asks for the end, raised where the main thread was."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def exit_code(interrupt: KeyboardInterrupt) -> int:
    """As shells tell it: 128 and the signal's number."""
    return 128 + (interrupt.number if isinstance(interrupt, AskedToEnd) else signal.SIGINT)


@contextmanager
def raised_when_asked() -> Iterator[None]:
    """Within, signals that ask for the end are raised as AskedToEnd; the first alone, so that tidying up is finished.

    Signals that somebody has chosen to ignore (`nohup`) stay ignored.
    """
    if threading.current_thread() is not threading.main_thread():  # only there may a program say what signals do
        yield
        return
    taken = [number for number in ASKING if signal.getsignal(number) is signal.SIG_DFL]

    def ask(number: int, _: FrameType | None) -> NoReturn:
        for each in taken:
            signal.signal(each, signal.SIG_IGN)
        raise AskedToEnd(number)

    for number in taken:
        signal.signal(number, ask)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
