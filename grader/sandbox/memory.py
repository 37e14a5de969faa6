"""The `memory` wall: a worker inside this very process, for tests. It limits nothing and protects nothing."""

from __future__ import annotations

import io
import os
import sys
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
    """Calls the worker directly, by way of real frames; puts imports back as they were after each answer."""

    def __init__(self, limits: Limits) -> None:
        self._limits = answer_limits(limits)
        self._worker = Worker(limits.printed_bytes, limits.answer_bytes)
        self._imports = _Imports()

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """See Channel; time is not limited."""
        with _ONE_AT_A_TIME, self._imports:
            return _framed(self._worker.answer(_framed(request)), self._limits)

    def hello(self, seconds: float) -> dict[str, Any]:
        """See Channel."""
        return {"op": "hello"}

    def cpu(self) -> float | None:
        """See Channel."""
        return None

    def end(self, grace: float = 0.0) -> Ending:
        """See Channel."""
        return Ending(code=0)


class _Imports:
    """Context manager: the modules and finders of one worker, in place only while it answers."""

    def __init__(self) -> None:
        self._theirs: dict[str, Any] = {}
        self._finders: list[Any] = []

    def __enter__(self) -> None:
        self._modules, self._meta_path, self._folder = dict(sys.modules), list(sys.meta_path), os.getcwd()
        sys.modules.update(self._theirs)
        sys.meta_path[:0] = self._finders

    def __exit__(self, *_: object) -> None:
        self._finders = [finder for finder in sys.meta_path if finder not in self._meta_path]
        # What was newly imported from disk may stay; what the worker made up goes with it.
        self._theirs = {name: module for name, module in sys.modules.items() if _made_up(name, module, self._modules)}
        for name in self._theirs:
            del sys.modules[name]
            if name in self._modules:
                sys.modules[name] = self._modules[name]
        sys.meta_path[:] = self._meta_path
        os.chdir(self._folder)


def _made_up(name: str, module: Any, before: dict[str, Any]) -> bool:
    if before.get(name) is module:
        return False
    origin = getattr(getattr(module, "__spec__", None), "origin", None)
    return not (isinstance(origin, str) and (os.path.exists(origin) or origin in ("built-in", "frozen")))


def _framed(message: dict[str, Any], *limits: Any) -> dict[str, Any]:
    stream = io.BytesIO()
    send(stream, message)
    stream.seek(0)
    return receive(stream, *limits)
