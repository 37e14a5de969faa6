"""What is still to be done by workers that may die, in which order, and who is suspected of killing them.

When a worker dies, whatever was in its hands is suspected: each of these is tried once more, alone on a worker, so that
a neighbour that was there by accident is cleared by that. What is in a dying worker's hands twice is given up, and left
for a person.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic

from grader.batch.executor import Item, Lost

TRIES = 2
"""Workers that may die over one item. One may be an accident; a third would only be one more dead worker."""

QUARANTINED = Lost(f"{TRIES} workers died while they had it, the second time with nothing else in their hands")


@dataclass(eq=False)
class Entry(Generic[Item]):
    """One item on its way."""

    item: Item
    deaths: int = 0
    """Of workers that had it."""

    @property
    def suspected(self) -> bool:
        """Whether it must have a worker for itself."""
        return self.deaths > 0


class Docket(Generic[Item]):
    """Reads items only when they are asked for."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = iter(items)
        self._again: deque[Entry[Item]] = deque()
        self._suspects: deque[Entry[Item]] = deque()
        self._read_all = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to be handed out."""
        self._read_on()
        return self._read_all and not self._again and not self._suspects

    @property
    def suspects(self) -> int:
        """How many wait for a worker of their own."""
        return len(self._suspects)

    def next(self) -> Entry[Item] | None:
        """What may be done beside others; None if there is no more of it."""
        self._read_on()
        return self._again.popleft() if self._again else None

    def next_suspect(self) -> Entry[Item] | None:
        """What must be done alone; None if there is no such thing."""
        return self._suspects.popleft() if self._suspects else None

    def put_back(self, entry: Entry[Item]) -> None:
        """It was not done, by no fault of its own."""
        (self._suspects if entry.suspected else self._again).append(entry)

    def struck(self, entry: Entry[Item]) -> Lost | None:
        """The worker that had it is dead; what is to be said of it if that was once too often."""
        entry.deaths += 1
        if entry.deaths >= TRIES:
            return QUARANTINED
        self._suspects.append(entry)
        return None

    def rest(self) -> Iterator[Item]:
        """All that is left, to be given up."""
        for entry in (*self._suspects, *self._again):
            yield entry.item
        self._suspects.clear()
        self._again.clear()
        yield from self._items
        self._read_all = True

    def _read_on(self) -> None:
        """Up to the next one, to know whether there is any."""
        if not self._again and not self._read_all:
            for item in self._items:
                self._again.append(Entry(item))
                return
            self._read_all = True
