"""Executors: the same work on many items, wherever it is done. They know of no submission, report, rubric or ledger.

Theory of operation. A *recipe* is a small value that can be pickled. Each process that works opens it once, which
builds whatever the work needs there (a course, a wall), and gives back a function of one item. An executor maps that
function over items and hands on what it gives as it comes, in whatever order. It reads but a few of them ahead, so
that a class of thousands takes no more memory than a small one; when its caller stops listening, what has not begun is
not begun.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

Work: TypeAlias = Callable[[Item], Result]

AHEAD = 2
"""Items per place of work that are read already: none waits for work, and no more than these are in memory."""


@dataclass(frozen=True)
class Lost:
    """Work that gave no result, by no fault of the student's: a person has to look."""

    why: str
    """One sentence."""
    trace: str = ""
    """For whoever mends the program: never for a report."""


class Recipe(Protocol[Item_contra, Result_co]):
    """How to get at the work; pickled when it travels to another process."""

    def open(self, secret: bytes) -> AbstractContextManager[Callable[[Item_contra], Result_co]]:
        """The work, with all that it needs on this machine; GraderError if it cannot be done here.

        `secret` is what the recipe must not hold itself, because recipes lie open wherever they pass through.
        """


class Executor(Protocol):
    """Where work is done, and how much of it at a time."""

    def map(
        self, recipe: Recipe[Item, Result], items: Iterable[Item], secret: bytes = b""
    ) -> Iterator[tuple[Item, Result | Lost]]:
        """Every item with what the work gave, as it is done."""


def attempted(work: Work[Item, Result], item: Item) -> Result | Lost:
    """What the work gives; that it raises is our fault, and costs one item."""
    try:
        return work(item)
    except Exception as error:  # noqa: BLE001 - one item's trouble, ours by definition, is not the batch's
        return Lost(f"the work itself failed: {type(error).__name__}", traceback.format_exc())
