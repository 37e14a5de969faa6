"""What lateness costs, and which hand-in counts. Pure: times and points in, points out.

A hand-in is late if it came more than the grace after the student's own deadline; then every day begun since that
deadline counts. Free days are taken off first, then the price is paid, then comes the floor.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.rubric import LatePolicy

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class HandIn:
    """One attempt, as far as the policy goes."""

    attempt: int
    received: dt.datetime | None
    """None where it is not known: then it is not late."""
    earned: float
    """Points so far, overrides included."""
    ungraded: float = 0.0
    """Points still open."""


@dataclass(frozen=True)
class Counted:
    """What one attempt comes to."""

    hand_in: HandIn
    days: int = 0
    """Days begun after the student's own deadline."""
    free: int = 0
    """How many of them cost nothing."""
    too_late: bool = False
    penalty: float = 0.0

    @property
    def final(self) -> float:
        """Points after the penalty."""
        return max(0.0, self.hand_in.earned - self.penalty)

    @property
    def charged(self) -> int:
        """Days that are paid for."""
        return self.days - self.free


def instant(text: str | None) -> dt.datetime | None:
    """A time from ISO 8601; one without an offset is this machine's. None if it is not known, or cannot be read."""
    if not text:
        return None
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except ValueError:
        return None


def days_late(received: dt.datetime | None, due: dt.datetime | None, grace_minutes: float) -> int:
    """Days begun after the deadline; none within the grace."""
    if received is None or due is None or received <= due + dt.timedelta(minutes=grace_minutes):
        return 0
    return math.ceil((received - due) / DAY)


def counted(hand_in: HandIn, late: LatePolicy | None, due: dt.datetime | None, free_left: int) -> Counted:
    """What this attempt comes to, with so many free days left."""
    if late is None:
        return Counted(hand_in)
    days = days_late(hand_in.received, due, late.grace_minutes)
    if late.most_days is not None and days > late.most_days:
        return Counted(hand_in, days, 0, too_late=True, penalty=max(hand_in.earned, 0.0))
    free = min(days, max(free_left, 0))
    return Counted(hand_in, days, free, penalty=price(hand_in.earned, days - free, late))


def price(earned: float, days: int, late: LatePolicy) -> float:
    """Points that so many days cost: never more than lies above the floor."""
    asked = earned * late.per_day * days + late.points_per_day * days
    return round(min(asked, max(earned, 0.0) * (1 - late.floor)), 6)


def the_one(several: Sequence[Counted], which: str) -> Counted:
    """The attempt that counts: the last, or the best; of level ones the one with fewer free days, then the last.

    `several` is in the order of handing in, and not empty.
    """
    if which == "last":
        return several[-1]
    return max(enumerate(several), key=lambda each: (round(each[1].final, 6), -each[1].free, each[0]))[1]


def is_open(one: Counted, several: Iterable[Counted], which: str) -> bool:
    """Whether points of the one that counts are open, or another might turn out to be better."""
    if round(one.hand_in.ungraded, 6) > 0:
        return True
    others = (each for each in several if which == "best" and round(each.hand_in.ungraded, 6) > 0)
    return any(each.final + each.hand_in.ungraded > one.final for each in others)
