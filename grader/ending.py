"""Being asked to end: Ctrl-C, a batch system's SIGTERM, the SIGHUP of a closed terminal all end the same tidy way."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

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
