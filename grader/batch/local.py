"""Work spread over this machine: a few at a time, results as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from grader.batch.executor import AHEAD, Item, Lost, Recipe, Result, attempted


@dataclass(frozen=True)
class LocalExecutor:
    """Threads of this process: students' code runs in processes behind the wall, so these mostly wait."""

    workers: int

    def map(
        self, recipe: Recipe[Item, Result], items: Iterable[Item], secret: bytes = b""
    ) -> Iterator[tuple[Item, Result | Lost]]:
        """As every executor."""
        with recipe.open(secret) as work:
            yield from map_locally(lambda item: (item, attempted(work, item)), items, self.workers)


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
