"""A channel to one worker: what every wall provides, and how a worker's end is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from grader.sandbox.inside.wire import WireLimits
from grader.sandbox.limits import MIB, Limits

HEADER = 2 * MIB
"""JSON of an answer: names, messages, what was printed; a survey of many files."""


class ExpiredError(Exception):
    """The answer did not come in time; the worker is to be ended."""


@dataclass(frozen=True)
class Ending:
    """How a worker's process ended, as its parent saw it."""

    code: int | None = None
    """Exit code, if it exited."""
    signal: int = 0
    """What killed it, if something did."""
    cpu: float = 0.0
    """CPU seconds over its whole life."""
    ours: bool = False
    """It still ran and was killed at our wish."""


class Channel(Protocol):
    """One worker's process, or what stands for it. Not shared between threads."""

    def tell(self, frames: bytes, seconds: float) -> None:
        """Sends whole frames of `wire`: a request, and what goes with it.

        Raises ExpiredError after so many seconds, EOFError if the worker is gone. After either the channel is only
        good for `end`.
        """

    def hear(self, seconds: float) -> dict[str, Any]:
        """The worker's next answer. The first is its hello: it is locked, and has read nothing yet.

        Raises like `tell`, and WireError if the worker answers nonsense.
        """

    def cpu(self) -> float | None:
        """CPU seconds used so far, measured from outside; None where the wall cannot, or the worker is gone."""

    def end(self, grace: float = 0.0) -> Ending:
        """Kills the worker if it still runs after `grace` seconds, and frees everything.

        Raises InfrastructureError if its end cannot be known.
        """


def answer_limits(limits: Limits) -> WireLimits:
    """The largest frame that is accepted from a worker."""
    return WireLimits(header_bytes=HEADER, body_bytes=limits.answer_bytes + 4096)
