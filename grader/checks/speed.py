"""Is a vectorised function vectorised? CPU time, measured outside the student's process, against two of our own runs.

A Python loop over the examples costs some microseconds an example whatever is inside; numpy's own loop costs
nanoseconds. On a case large enough the two lie a factor of 100 or more apart, and a limit between our loops and our
vectorised form, measured on the same machine in the same batch, separates them. It lies at ours^⅓ · loops^⅔, a fourth
of the loops or lower: a loop over the classes or the features, temporaries or a one-hot matrix take up to eight times
as long as our form and pass with a factor of three to spare; a loop over the examples does not.
The student's own loops only serve the message, so that slow loops win nothing. Code without any loop in its source, or
in that of the helpers it calls, only has to beat our loops: it may make large arrays on its way, and is vectorised.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from grader.checks.timing import labels_of, not_right, timed
from grader.checks.verdicts import failed, passed
from grader.model import Drawn, Finding, MoreRuns, Run, Seen, Status

TIMED, TIMED_AGAIN = labels_of("timed", 3), labels_of("timed again", 5)
LOOPS, OWN_LOOPS = "our loops", "own loops"


@dataclass(frozen=True)
class Faster:
    """Takes less CPU time than a limit between our loops and our vectorised form."""

    loops: str
    """The exercise whose function does the same with loops."""
    on: tuple[str, ...]
    over: str = "the examples"
    """What a loop would go over, in the words of the message."""

    @property
    def key(self) -> str:
        """Always `speed`."""
        return "speed"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """Three timed calls, of which the fastest counts, after the base run has warmed up; and our loops."""
        yield from timed(TIMED, case, case.inputs)
        yield Run(LOOPS, case.inputs, probe=self.loops, seed=case.seed, ours_only=True)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding | MoreRuns:
        """Fast enough at once, or measured again, beside the student's own loops, before anybody is told to be slow."""
        labels = [label for label in (*TIMED, *TIMED_AGAIN) if label in seen.runs]
        wrong = not_right(self, case, labels, seen, expected)
        if wrong is not None:
            return wrong
        taken = min(seen[label].seconds for label in labels)
        ours, loops = min(expected[label].seconds for label in labels), expected[LOOPS].seconds
        limit = slowest = max(ours, loops)
        if seen.source.loops or not seen.source.read:
            limit = math.cbrt(ours * slowest**2)
        if taken <= limit:
            return passed(self, case)
        if TIMED_AGAIN[0] not in seen.runs:
            return self._measure_again(case)
        return self._explain(case, taken, seen)

    def _measure_again(self, case: Drawn) -> MoreRuns:
        own_loops = Run(OWN_LOOPS, case.inputs, probe=self.loops, seed=case.seed, timed=True)
        return MoreRuns((*timed(TIMED_AGAIN, case, case.inputs), own_loops))

    def _explain(self, case: Drawn, taken: float, seen: Seen) -> Finding:
        own_loops = seen[OWN_LOOPS]
        said = f"takes as long as a Python loop over {self.over}; let numpy loop, over the whole batch at once"
        if own_loops.status is Status.OK and own_loops.seconds > 4 * taken:
            said = f"is faster than your {self.loops}, but far slower than numpy over the whole batch: a loop is left"
        if seen.source.read and not seen.source.loops:
            said = f"takes as long as loops over {self.over}: far more is computed than is needed, an (N, N) array say"
        return failed(self, case, said, said)
