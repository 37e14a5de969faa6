"""The `memory` wall: a worker inside this very process, for tests. It limits nothing and protects nothing."""

from __future__ import annotations

import io
import threading
from typing import Any, Self

from grader.sandbox.channel import Channel, Ending, answer_limits
from grader.sandbox.inside.wire import receive, send
from grader.sandbox.inside.worker import Worker
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

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:  # noqa: ARG002 - time is not limited
        """See Channel."""
        with _ONE_AT_A_TIME:
            self._worker.enter()
            try:
                return _framed(self._worker.answer(_framed(request)), self._limits)
            finally:
                self._worker.leave()

    def hello(self, seconds: float) -> dict[str, Any]:  # noqa: ARG002 - it has no start
        """See Channel."""
        return {"op": "hello"}

    def cpu(self) -> float | None:
        """See Channel."""
        return None

    def end(self, grace: float = 0.0) -> Ending:  # noqa: ARG002 - there is nothing to wait for
        """See Channel."""
        return Ending(code=0)


def _framed(message: dict[str, Any], *limits: Any) -> dict[str, Any]:
    stream = io.BytesIO()
    send(stream, message)
    stream.seek(0)
    return receive(stream, *limits)
