"""Work spread over this machine: a few at a time, results as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items per worker that are read already: none waits for work, and no more than these are in memory."""


def map_locally(work: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """The results of all items, as they are done.

    Items are read by the caller's thread. When the caller stops listening (or is interrupted), what has not begun is
    not begun.
    """
    pool = ThreadPoolExecutor(workers)
    running: set[Future[Result]] = set()
    try:
        for item in items:
            running.add(pool.submit(work, item))
            if len(running) >= AHEAD * workers:
                yield from _next(running)
        while running:
            yield from _next(running)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _next(running: set[Future[Result]]) -> Iterator[Result]:
    """Waits until one is done at least; those that are leave the set."""
    finished, _ = wait(running, return_when=FIRST_COMPLETED)
    running -= finished
    yield from (future.result() for future in finished)
