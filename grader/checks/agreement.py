"""Two of the student's own functions on the same inputs: the vectorised form against the loops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.checks.comparison import ATOL, RTOL, alike, compare
from grader.checks.verdicts import failed, passed
from grader.model import Drawn, Finding, Run, Seen, Status


@dataclass(frozen=True, init=False)
class SameAs:
    """The outputs equal those of another exercise's function.

    A right answer is never blamed on a wrong neighbour: where the outputs are the reference's, the check passes
    whatever the other function gives. Where they are not, the message says whether the neighbour is the one to look at.
    """

    other: str
    outputs: tuple[str, ...]
    on: tuple[str, ...]

    def __init__(self, other: str, *outputs: str, on: tuple[str, ...] = ()) -> None:
        object.__setattr__(self, "other", other)
        object.__setattr__(self, "outputs", outputs)
        object.__setattr__(self, "on", on)

    @property
    def key(self) -> str:
        """Always `same_as_loops`."""
        return "same_as_loops"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The other function on the same inputs."""
        return (Run(f"by {self.other}", case.inputs, probe=self.other, seed=case.seed),)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """Right, or wrong alone, or wrong together."""
        rtol = case.tolerance or RTOL
        wrong = [
            name
            for name in self.outputs
            if compare(name, seen.base.arrays.get(name), expected.base.arrays[name], rtol, ATOL) is not None
        ]
        if not wrong:
            return passed(self, case)
        said = self._explain(wrong[0], seen, expected)
        return failed(self, case, said, said)

    def _explain(self, name: str, seen: Seen, expected: Seen) -> str:
        loops = seen[f"by {self.other}"]
        if loops.status is not Status.OK:
            return f"{name} cannot be compared with {self.other}, which does not run here, and is not right by itself"
        theirs = loops.arrays.get(name)
        if alike(theirs, expected.base.arrays[name]):
            return f"{name} is not what your own {self.other} gives, which is right: compare the two on this case"
        ours = seen.base.arrays.get(name)
        if theirs is not None and alike(ours, theirs):
            return f"{name} equals that of your {self.other}: both make the same mistake"
        return f"{name} is not what your own {self.other} gives, and neither is right"
