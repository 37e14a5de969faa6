"""What regularisation adds to the loss of a network: every layer's weights pay, and the biases do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from grader.checks.sanity import SLACK
from grader.checks.verdicts import ended, failed, passed
from grader.model import Drawn, Finding, Observation, Run, Seen, Status


@dataclass(frozen=True)
class Penalties:
    """Regularisation adds c·reg·Σ‖W‖² over all weights to the loss, 2c·reg·W to each one's gradient, with our c.

    Measured by differencing two strengths r and 0 of the same loss, so that nothing else in it matters: what the loss
    gains is divided by r·Σ‖W‖², what a gradient gains is compared with r·W entry by entry, and gradients by biases gain
    nothing.
    """

    weights: tuple[str, ...]
    biases: tuple[str, ...] = ()
    strength: str = "reg"
    loss: str = "loss"
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `regularization`, as for a single matrix of weights."""
        return "regularization"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The case without regularisation, and with a strength that can be seen."""
        for strength in (0.0, self._strength(case)):
            yield Run(self._label(strength), {**case.inputs, self.strength: strength}, seed=case.seed)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """The loss first, then every gradient."""
        labels = self._label(0.0), self._label(self._strength(case))
        for label in labels:
            if seen[label].status is not Status.OK:
                return ended(self, case, seen[label], "with another strength of regularisation")
        got = {name: _gain(name, *(seen[label] for label in labels)) for name in self._outputs(case)}
        wanted = {name: _gain(name, *(expected[label] for label in labels)) for name in self._outputs(case)}
        said = self._of_loss(case, got[self.loss], wanted[self.loss]) or self._of_gradients(case, got, wanted)
        return failed(self, case, said, said) if said else passed(self, case)

    def _of_loss(self, case: Drawn, got: np.ndarray | None, wanted: np.ndarray | None) -> str:
        """What is wrong with what the loss gains; empty if nothing is."""
        assert wanted is not None
        if got is None or got.ndim or not np.isfinite(got):
            return f"{self.loss} should be a finite number, whatever {self.strength} is"
        if abs(got - wanted) <= SLACK * abs(wanted):
            return ""
        rule = f"{self.loss} should rise with {self.strength}, by the squares of all weights"
        if abs(got) <= SLACK * abs(wanted):
            return f"{rule}; it does not change at all"
        return f"{rule}{self._which_squares(case, float(got / wanted)) or '; it changes by something else'}"

    def _which_squares(self, case: Drawn, ratio: float) -> str:
        """Which parameters' squares are added up, and how often, if the loss gains `ratio` times what it should."""
        for times, words in ((0.5, "half of "), (2.0, "twice "), (-1.0, "minus ")):
            if abs(ratio - times) <= SLACK:
                return f"; it rises by {words}that"
        squares = {name: float(np.sum(case.inputs[name] ** 2)) for name in self._named(case)}
        total = sum(squares[name] for name in self.weights if name in squares)
        subsets = (chosen for size in range(1, len(squares) + 1) for chosen in combinations(squares, size))
        for chosen in subsets:
            if abs(sum(squares[name] for name in chosen) / total - ratio) <= SLACK:
                return f"; it rises by those of {' and '.join(chosen)}"
        return ""

    def _of_gradients(
        self, case: Drawn, got: dict[str, np.ndarray | None], wanted: dict[str, np.ndarray | None]
    ) -> str:
        """What is wrong with what the gradients gain; empty if nothing is."""
        for name in self._named(case):
            seen, right = got[f"d{name}"], wanted[f"d{name}"]
            assert right is not None
            if seen is None or seen.shape != right.shape or not np.isfinite(seen).all():
                return f"d{name} should be an array of finite numbers, of the shape of {name}"
            size = self._strength(case) * float(np.max(np.abs(case.inputs[name])))
            if np.max(np.abs(seen - right)) > SLACK * size:
                return self._of_gradient(name, seen, size)
        return ""

    def _of_gradient(self, name: str, seen: np.ndarray, size: float) -> str:
        if name in self.biases:
            return f"d{name} should not change with {self.strength}: biases are not regularised"
        rule = f"d{name} should gain {self.strength} times {name}, by the factor that fits the loss"
        return (
            f"{rule}; it gains nothing" if np.max(np.abs(seen)) <= SLACK * size else f"{rule}; it gains something else"
        )

    def _named(self, case: Drawn) -> list[str]:
        """The parameters that this case has."""
        return [name for name in (*self.weights, *self.biases) if name in case.inputs]

    def _outputs(self, case: Drawn) -> list[str]:
        return [self.loss, *(f"d{name}" for name in self._named(case))]

    def _strength(self, case: Drawn) -> float:
        """The case's own, unless it is zero; then 0.7, large enough to be seen beside the data loss."""
        return float(case.inputs[self.strength]) or 0.7

    def _label(self, strength: float) -> str:
        return f"{self.strength}={strength!r}"


def _gain(name: str, without: Observation, with_it: Observation) -> np.ndarray | None:
    """What this output gains; None where it is missing, or its shape changes."""
    before, after = without.arrays.get(name), with_it.arrays.get(name)
    if before is None or after is None or before.shape != after.shape:
        return None
    return np.subtract(after, before, dtype=np.float64)
