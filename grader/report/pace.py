"""How fast a class is graded, and how long the rest will take: an estimate that one endless hand-in does not spoil."""

from __future__ import annotations

import statistics
from collections import deque
from itertools import pairwise

WINDOW = 96
"""Gaps between ends that are looked at: a machine may become faster or slower."""
GROUPS = 8
"""Into so many groups they are put: the median of their means bears three groups that are far off."""
FEWEST = 4
"""Ends below which nothing is said."""


class Pace:
    """Is told when hand-ins end, in seconds of one clock. What was done by an earlier run does not count."""

    def __init__(self, begun: float) -> None:
        self._last = begun
        self._gaps: deque[float] = deque(maxlen=WINDOW)
        self.counted = 0

    def ended(self, now: float) -> None:
        """Another hand-in was graded."""
        self._gaps.append(max(now - self._last, 0.0))
        self._last = now
        self.counted += 1

    @property
    def gap(self) -> float | None:
        """Seconds from one end to the next; None while too few have ended.

        The median of means (Nemirovsky and Yudin 1983): of groups that follow each other, so that it is the mean where
        nothing is odd, also when several end at once.
        """
        gaps = list(self._gaps)
        if len(gaps) < FEWEST:
            return None
        groups = min(GROUPS, len(gaps) // 2)
        edges = [number * len(gaps) // groups for number in range(groups + 1)]
        return statistics.median(statistics.fmean(gaps[start:end]) for start, end in pairwise(edges))

    def left(self, remaining: int) -> float | None:
        """Seconds until as many more have ended."""
        return None if self.gap is None else self.gap * remaining

    @property
    def rate(self) -> str:
        """`3.2/s`, `41/min`, `12/h`; empty while nothing is known."""
        if not self.gap:
            return ""
        for unit, seconds in (("s", 1.0), ("min", 60.0), ("h", 3600.0)):
            number = seconds / self.gap
            if number >= 1 or unit == "h":
                return f"{number:.1f}/{unit}" if number < 10 else f"{number:.0f}/{unit}"
        raise AssertionError


def clock(seconds: float | None) -> str:
    """`0:07`, `12:30`, `3:05:00`; dashes for None."""
    if seconds is None:
        return "-:--"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
