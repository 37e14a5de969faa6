"""What a function must leave alone. Chosen per exercise: `sgd` may update in place, `train` uses random numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.checks.comparison import alike
from grader.checks.verdicts import ended, failed, passed
from grader.model import Drawn, Finding, Run, Seen, Status

AGAIN = "again"


@dataclass(frozen=True)
class InputsUnchanged:
    """The bytes of every input array are the same after the call."""

    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `inputs_unchanged`."""
        return "inputs_unchanged"

    def needs(self, case: Drawn) -> Iterable[Run]:  # noqa: ARG002 - the base run tells
        """Nothing more."""
        return ()

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """The names of the inputs that were changed."""
        if not seen.base.changed:
            return passed(self, case)
        said = f"the call changes its input {' and '.join(seen.base.changed)} in place; work on a copy"
        return failed(self, case, said, said)


@dataclass(frozen=True)
class Repeatable:
    """The same inputs give the same answer the second time.

    `inputs` switch on that the probe makes another call in between: before the one whose answer it returns, or between
    a forward pass and its backward pass.
    """

    on: tuple[str, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Always `repeatable`."""
        return "repeatable"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The same run once more, with the same seed."""
        return (Run(AGAIN, {**case.inputs, **self.inputs}, seed=case.seed),)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """Every output of the second run against the first."""
        first, second = seen.base.arrays, seen[AGAIN]
        if second.status is not Status.OK:
            return ended(self, case, second, "when called a second time")
        for name, array in first.items():
            if not alike(second.arrays.get(name), array, rtol=1e-12):
                again = (
                    "after another call" if self.inputs else "when the function is called again with the same inputs"
                )
                said = f"{name} differs {again}: is something kept, or drawn at random?"
                return failed(self, case, said, said)
        return passed(self, case)


@dataclass(frozen=True)
class RandomStateUntouched:
    """The global random generators stand where they stood."""

    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `random_state_untouched`."""
        return "random_state_untouched"

    def needs(self, case: Drawn) -> Iterable[Run]:  # noqa: ARG002 - the base run tells
        """Nothing more."""
        return ()

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """Whether the base run drew or seeded random numbers."""
        if not seen.base.touched_random_state:
            return passed(self, case)
        said = "the call draws from or seeds the global random generator; this function needs no random numbers"
        return failed(self, case, said, said)
