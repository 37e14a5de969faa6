"""Is a vectorised function vectorised? CPU time, measured outside the student's process, against two of our own runs.

A Python loop over the examples costs some microseconds an example whatever is inside; numpy's own loop costs
nanoseconds. On a case large enough the two lie a factor of 30 or more apart, and the geometric middle between our
loops and our vectorised form, measured on the same machine in the same batch, separates them with a factor of five
to spare on both sides: a loop over the classes, temporaries or a one-hot matrix pass, a loop over the examples
does not.
The student's own loops only serve the message, so that slow loops win nothing. Code without any loop in its source, or
in that of the helpers it calls, only has to beat our loops: it may make large arrays on its way, and is vectorised.

Each timed call has inputs that no call had before, drawn where no submission can know how, and its answer must be
right: otherwise a function could remember its answers, or answer a batch that it knows to be timed with anything.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from grader.checks.comparison import compare
from grader.checks.verdicts import ended, failed, passed
from grader.model import Drawn, Finding, Inputs, MoreRuns, Observation, Run, Seen, Status

TIMED = tuple(f"timed {turn}" for turn in range(3))
TIMED_AGAIN = tuple(f"timed again {turn}" for turn in range(5))
LOOPS, OWN_LOOPS = "our loops", "own loops"
_SALT = secrets.randbits(64)
"""Made anew in every process: a case's own seed is told to the code that is timed."""


@dataclass(frozen=True)
class Faster:
    """Takes less CPU time than the geometric middle of our loops and our vectorised form."""

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
        yield from _timed(TIMED, case)
        yield Run(LOOPS, case.inputs, probe=self.loops, seed=case.seed, ours_only=True)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding | MoreRuns:
        """Fast enough at once, or measured again, beside the student's own loops, before anybody is told to be slow."""
        labels = [label for label in (*TIMED, *TIMED_AGAIN) if label in seen.runs]
        for label in labels:
            wrong = self._wrong(case, seen[label], expected[label])
            if wrong is not None:
                return wrong
        taken = min(seen[label].seconds for label in labels)
        ours, loops = min(expected[label].seconds for label in labels), expected[LOOPS].seconds
        limit = math.sqrt(ours * max(ours, loops)) if seen.source.loops or not seen.source.read else max(ours, loops)
        if taken <= limit:
            return passed(self, case)
        if TIMED_AGAIN[0] not in seen.runs:
            return self._measure_again(case)
        return self._explain(case, taken, seen)

    def _wrong(self, case: Drawn, run: Observation, expected: Observation) -> Finding | None:
        """Why this call does not count: it did not end well, or its answer is not right."""
        if run.status is not Status.OK:
            return ended(self, case, run, "on a large batch")
        mismatches = (compare(name, run.arrays.get(name), array) for name, array in expected.arrays.items())
        mismatch = next(filter(None, mismatches), None)
        if mismatch is None:
            return None
        said = "is timed only where it is right: on a large batch"
        return failed(self, case, f"{said}, {mismatch.message}", f"{said}, {mismatch.discreet}")

    def _measure_again(self, case: Drawn) -> MoreRuns:
        own_loops = Run(OWN_LOOPS, case.inputs, probe=self.loops, seed=case.seed, timed=True)
        return MoreRuns((*_timed(TIMED_AGAIN, case), own_loops))

    def _explain(self, case: Drawn, taken: float, seen: Seen) -> Finding:
        own_loops = seen[OWN_LOOPS]
        said = f"takes as long as a Python loop over {self.over}; let numpy loop, over the whole batch at once"
        if own_loops.status is Status.OK and own_loops.seconds > 4 * taken:
            said = f"is faster than your {self.loops}, but far slower than numpy over the whole batch: a loop is left"
        if seen.source.read and not seen.source.loops:
            said = f"takes as long as loops over {self.over}: far more is computed than is needed, an (N, N) array say"
        return failed(self, case, said, said)


@lru_cache(maxsize=64)
def _timed(labels: tuple[str, ...], case: Drawn) -> tuple[Run, ...]:
    """A timed call for each label, each on inputs of its own; kept, for every submission has the same."""
    return tuple(Run(label, _moved(label, case), seed=case.seed, timed=True) for label in labels)


def _moved(label: str, case: Drawn) -> Inputs:
    """The case's inputs with every real number moved by about a hundredth of itself; the same in one process."""
    rng = np.random.default_rng([_SALT, case.seed, *label.encode()])
    return {name: _moved_array(rng, value) for name, value in case.inputs.items()}


def _moved_array(rng: np.random.Generator, value: object) -> object:
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
        return value
    return (value * (1 + 0.01 * rng.standard_normal(value.shape))).astype(value.dtype)
