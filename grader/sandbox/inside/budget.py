"""A soft budget of wall time for each statement that loading runs, and for loading as a whole.

Soft, because submitted code can take the signal away; the wall's own limits stand behind it.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OverBudget(BaseException):
    """A statement took too long. No `except Exception` of a submission catches it."""


class Budget:
    """`each` seconds for one statement, `total` seconds for everything that is run under this budget."""

    def __init__(self, each: float, total: float) -> None:
        self.each, self.left = each, total
        self._deadline: float | None = None

    @contextmanager
    def spend(self) -> Iterator[None]:
        """Raises OverBudget inside the block when time is up; where there are no timers, lets it run."""
        if self.left <= 0:
            raise OverBudget
        if not _timers():
            yield
            return
        outer, started = self._deadline, time.monotonic()
        deadline = started + min(self.each, self.left)
        self._deadline = deadline if outer is None else min(outer, deadline)
        before = signal.signal(signal.SIGALRM, self._alarm)
        try:
            self._arm()
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._deadline = outer
            signal.signal(signal.SIGALRM, before)
            if outer is None:
                self.left -= time.monotonic() - started
            else:
                self._arm()

    def _arm(self) -> None:
        assert self._deadline is not None
        # It rings again and again: a bare `except:` in a loop swallows one ring, hardly all of them.
        signal.setitimer(signal.ITIMER_REAL, max(self._deadline - time.monotonic(), 1e-3), 0.05)

    def _alarm(self, _: int, __: FrameType | None) -> None:
        if self._deadline is not None and time.monotonic() >= self._deadline:
            raise OverBudget


def _timers() -> bool:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    try:
        signal.setitimer(signal.ITIMER_REAL, 0)
    except OSError:  # a lock that forbids timers
        return False
    return True
