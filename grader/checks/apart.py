"""Two things with a memory each, used in turn: what one remembers must not reach the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.checks.comparison import alike
from grader.checks.verdicts import ended, failed, passed
from grader.model import Drawn, Finding, Run, Seen, Status

IN_TURN = "in turn with another"


@dataclass(frozen=True)
class Apart:
    """An output is the same when a second instance of the same thing is used in turn with the first.

    The probe brings the second instance when its input `switch` is true. Compared are two runs of the student's own
    code: what is wrong by itself, and keeps to itself, passes.
    """

    output: str
    switch: str = "in_turn"
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `apart`."""
        return "apart"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The same run with the second instance beside it."""
        return (Run(IN_TURN, {**case.inputs, self.switch: True}, seed=case.seed),)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """The output with company against the output alone."""
        alone, beside = seen.base.arrays.get(self.output), seen[IN_TURN]
        if beside.status is not Status.OK:
            return ended(self, case, beside, "when two are used in turn")
        if alone is not None and alike(beside.arrays.get(self.output), alone, rtol=1e-12):
            return passed(self, case)
        said = (
            f"{self.output} comes out differently when two are used in turn: they share what each should keep for "
            "itself, by a default value that is changed (`config={}`), a global name or an attribute of the function"
        )
        return failed(self, case, said, said)
