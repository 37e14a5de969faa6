"""The `memory` wall: a worker inside this very process, for tests. It limits nothing and protects nothing."""

from __future__ import annotations

import io
import threading
from typing import Any, Self

from grader.sandbox.channel import Channel, Ending, answer_limits
from grader.sandbox.inside.wire import WireLimits, frame, receive
from grader.sandbox.inside.worker import HELLO, Worker, take
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job, Session

_ONE_AT_A_TIME = threading.RLock()
"""Modules, stdout and the global generators are the process's own: two workers would see each other's."""


class MemoryWall:
    """No layer at all."""

    name = "memory"
    advice = ""
    layers: tuple[str, ...] = ()
    missing_layers: tuple[str, ...] = ("process", "own uid", "rlimits", "no_new_privs", "landlock", "seccomp")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, job: Job, limits: Limits) -> Session:
        """A session for one submission."""
        return Session(lambda: MemoryChannel(limits), job, limits)

    def close(self) -> None:
        """Nothing is left open."""


class MemoryChannel(Channel):
    """Calls the worker directly, by way of real frames; the submission's imports are in place only meanwhile."""

    def __init__(self, limits: Limits) -> None:
        self._limits = answer_limits(limits)
        self._worker = Worker(limits.printed_bytes, limits.answer_bytes)
        self._answers: list[dict[str, Any]] = [HELLO]

    def tell(self, frames: bytes, seconds: float) -> None:  # noqa: ARG002 - time is not limited
        """See Channel."""
        request = take(io.BytesIO(frames))
        with _ONE_AT_A_TIME:
            self._worker.enter()
            try:
                self._answers += [_framed(answer, self._limits) for answer in self._worker.answers(request)]
            finally:
                self._worker.leave()

    def hear(self, seconds: float) -> dict[str, Any]:  # noqa: ARG002 - it is there already
        """See Channel."""
        return self._answers.pop(0)

    def cpu(self) -> float | None:
        """See Channel."""
        return None

    def end(self, grace: float = 0.0) -> Ending:  # noqa: ARG002 - there is nothing to wait for
        """See Channel."""
        return Ending(code=0)


def _framed(message: dict[str, Any], limits: WireLimits) -> dict[str, Any]:
    return receive(io.BytesIO(frame(message)), limits)
