"""Containers that are started before they are asked for, where none is used twice.

A container takes half a second to be there, a trivial submission a few hundredths: while one is graded, the next one's
container comes up. At most `most` wait or come, all for the same limits: those that were asked for last.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

from grader.errors import InfrastructureError
from grader.sandbox.containers import Container, Containers
from grader.sandbox.limits import Limits


class Ahead:
    """May be used from several threads."""

    def __init__(self, containers: Containers, most: int) -> None:
        self._containers, self._most = containers, most
        self._starters = ThreadPoolExecutor(most, thread_name_prefix="ahead")
        self._lock = threading.Lock()
        self._coming: deque[Future[Container]] = deque()
        self._limits: Limits | None = None
        self._closed = False

    def order(self, limits: Limits) -> None:
        """Sees to it that as many as may wait are on their way; returns at once."""
        with self._lock:
            self._fill(limits)

    def take(self, limits: Limits) -> Container:
        """The next container, started for these limits; another is started in its place.

        Raises InfrastructureError if it could not be started.
        """
        with self._lock:
            self._fill(limits)
            if self._closed:
                raise InfrastructureError("the docker wall is closed already")
            first = self._coming.popleft()
            self._fill(limits)
        return first.result()

    def close(self) -> list[Container]:
        """Starts no more; those that wait, to be ended."""
        with self._lock:
            self._closed = True
            coming, self._coming = self._coming, deque()
        self._starters.shutdown(cancel_futures=True)
        return [container for future in coming if (container := _result(future)) is not None]

    def _fill(self, limits: Limits) -> None:
        if self._limits != limits:
            for future in self._coming:
                future.add_done_callback(self._retire)
            self._coming.clear()
            self._limits = limits
        while not self._closed and len(self._coming) < self._most:
            self._coming.append(self._starters.submit(self._containers.start, limits))

    def _retire(self, future: Future[Container]) -> None:
        if (container := _result(future)) is not None:
            self._containers.retire(container)


def _result(future: Future[Container]) -> Container | None:
    """None for one that was never started, or could not be."""
    if not future.cancelled():
        with contextlib.suppress(InfrastructureError):
            return future.result()
    return None
