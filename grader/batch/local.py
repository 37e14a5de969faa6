"""The executor of this very process: threads, a few submissions at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from grader.batch.executor import AHEAD, Item, Known, Lost, Recipe, Result, Work, attempted


@dataclass(frozen=True)
class LocalExecutor:
    """Threads of this process: students' code runs in processes behind the wall, so these mostly wait."""

    workers: int

    def map(
        self, recipe: Recipe[Item, Result], items: Iterable[Item | Known[Item, Result]], secret: bytes = b""
    ) -> Iterator[tuple[Item, Result | Lost]]:
        """As every executor."""
        with recipe.open(secret) as work:
            yield from self._mapped(work, items)

    def _mapped(
        self, work: Work[Item, Result], items: Iterable[Item | Known[Item, Result]]
    ) -> Iterator[tuple[Item, Result | Lost]]:
        pool = ThreadPoolExecutor(self.workers)
        running: dict[Future[Result | Lost], Item] = {}
        try:
            for item in items:
                if isinstance(item, Known):
                    yield item.item, item.result
                    continue
                running[pool.submit(attempted, work, item)] = item
                if len(running) >= AHEAD * self.workers:
                    yield from _next(running)
            while running:
                yield from _next(running)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _next(running: dict[Future[Result | Lost], Item]) -> Iterator[tuple[Item, Result | Lost]]:
    """Waits until one is done at least; those that are leave."""
    finished, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in finished:
        yield running.pop(future), future.result()
