"""How does the time grow with the size? A loop over pixels is told by its growth, whatever a single call costs.

The same function is timed on a case and on a part of it. What every call costs alike, getting started and looking at
its arguments, is in both times; what is done for each pixel grows with the pixels. On sizes where a vectorised function
still spends most of its time on the call itself, nine times the pixels take it hardly longer, and a loop nine times
as long.

CPU time is measured outside the student's process. Growth is compared with the reference's, on the same machine in the
same batch: half a power of the size may lie between them. A loop where the reference has none, or all pairs where it
goes through the pixels once, lie a whole power apart, so that the limit is the geometric middle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.timing import labels_of, not_right, timed
from grader.checks.verdicts import failed, passed
from grader.checks.wording import number
from grader.model import Drawn, Finding, MoreRuns, Run, Seen

WHOLE, PART = "timed on the whole", "timed on a part"
AGAIN = ", again"
CALLS, CALLS_AGAIN = 5, 15
"""How often each size is called; the fastest call counts."""


@dataclass(frozen=True)
class Grows:
    """The time grows from a part of the case to the whole as the reference's does, but for half a power of the size.

    `along` names letters of the exercise's `shapes`: the part has 1/`factor` of each. Inputs with none of them stay.
    """

    along: str
    on: tuple[str, ...]
    factor: int = 3
    what: str = "place"
    """What there is one of for each unit of size, in the words of the message: a loop over every `what`."""

    @property
    def key(self) -> str:
        """Always `growth`."""
        return "growth"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """Both sizes, each several times."""
        yield from self._timed(case, "", CALLS)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding | MoreRuns:
        """Within half a power of the reference's growth; measured again before anybody is told to be slow."""
        labels = [label for label in seen.runs if label.startswith((WHOLE, PART))]
        wrong = not_right(self, case, labels, seen, expected)
        if wrong is not None:
            return wrong
        size, theirs, ours = self._size(case), growth(seen), growth(expected)
        if theirs <= ours * math.sqrt(size):
            return passed(self, case)
        if not any(AGAIN in label for label in labels):
            return MoreRuns(tuple(self._timed(case, AGAIN, CALLS_AGAIN)))
        said = f"the time grows with every {self.what}, as in a Python loop over them; let numpy go over all at once"
        times = f": {number(size)} times as many take clearly longer than they need"
        return failed(self, case, said + times, said)

    def _timed(self, case: Drawn, again: str, calls: int) -> Iterator[Run]:
        part = {name: self._cut(case, name, value) for name, value in case.inputs.items()}
        yield from timed(labels_of(WHOLE + again, calls), case, case.inputs)
        yield from timed(labels_of(PART + again, calls), case, part)

    def _cut(self, case: Drawn, name: str, value: Any) -> Any:
        """The first part of this input along the axes that are named."""
        spelled = case.shapes.get(name, "").split()
        if not isinstance(value, np.ndarray) or value.ndim != len(spelled):
            return value
        cuts = (self._kept(case, letter) if letter in self.along.split() else None for letter in spelled)
        return np.ascontiguousarray(value[tuple(slice(cut) for cut in cuts)])

    def _kept(self, case: Drawn, letter: str) -> int:
        return max(1, case.letters[letter] // self.factor)

    def _size(self, case: Drawn) -> float:
        """How many times as large the whole is."""
        return math.prod(case.letters[letter] / self._kept(case, letter) for letter in self.along.split())


def growth(runs: Seen) -> float:
    """How many times as long the whole takes as the part, by the fastest call of each."""
    whole, part = (
        min(run.seconds for label, run in runs.runs.items() if label.startswith(size)) for size in (WHOLE, PART)
    )
    return whole / part if part > 0 else math.inf
