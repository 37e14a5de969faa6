"""What an instructor tries first: the loss at zero weights, and what regularisation adds to it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from grader.checks.comparison import real, single_number
from grader.checks.verdicts import ended, failed, passed
from grader.checks.wording import number
from grader.model import Drawn, Finding, Observation, Run, Seen, Status

INITIAL = "at zero weights"

SLACK = 1e-5
"""Of c and k: differences of losses cancel digits, and every named slip is off by a tenth at least."""


@dataclass(frozen=True)
class InitialLoss:
    """With all weights zero every class scores the same: log C for the softmax, C - 1 for a hinge with margin 1.

    Independent of the reference. Give the shape letter of the classes in one of `log_of` and `one_less_than`; `weights`
    names the input that is set to zero, or several, with blanks between them.
    """

    log_of: str = ""
    one_less_than: str = ""
    weights: str = "W"
    loss: str = "loss"
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `initial_loss`."""
        return "initial_loss"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The case with its weights at zero."""
        zeros = {name: np.zeros_like(case.inputs[name]) for name in self.weights.split()}
        return (Run(INITIAL, {**case.inputs, **zeros}, seed=case.seed),)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """The loss against the formula, within 1e-9; what else it might be is guessed."""
        run = seen[INITIAL]
        if run.status is not Status.OK:
            return ended(self, case, run, self._doing)
        classes = case.letters[self.log_of or self.one_less_than]
        wanted, formula = (math.log(classes), "log C") if self.log_of else (classes - 1.0, "C - 1")
        got = single_number(run.arrays.get(self.loss))
        if got is not None and abs(got - wanted) <= 1e-9 * max(1.0, wanted):
            return passed(self, case)
        rule = f"{self._doing} the loss should be {formula}, for every class scores the same"
        if got is None:
            return failed(self, case, f"{rule}; it is no single number", f"{rule}; it is no single number")
        guess = _guess(got, classes, case.letters)
        return failed(self, case, f"{rule}: {number(wanted)}; it is {number(got)}{guess}", f"{rule}{guess}")

    @property
    def _doing(self) -> str:
        """What was done to the inputs; not every loss has weights."""
        return "with all weights zero" if self.weights.startswith("W") else f"with {self.weights} all zero"


def _guess(got: float, classes: int, letters: Mapping[str, int]) -> str:
    """What the loss at zero weights tells about its formula."""
    log, examples = math.log(classes), letters.get("N", 0)
    known = {
        -log: ", which is -log C: the sign is turned",
        math.log10(classes): ", which is log C to base 10: use the natural logarithm",
        math.log2(classes): ", which is log C to base 2: use the natural logarithm",
        float(classes): ", which is C: the correct class is counted too",
        log * examples: ", which is N times log C: average over the batch",
        (classes - 1.0) * examples: ", which is N (C - 1): average over the batch",
        0.0: ": nothing is added up",
    }
    for value, words in known.items():
        if math.isfinite(got) and abs(got - value) <= 1e-6 * max(1.0, abs(value)):
            return words
    return ""


@dataclass(frozen=True)
class Regularization:
    """Regularisation adds c·reg·‖W‖² to the loss and 2c·reg·W to the gradient, with the reference's c.

    Measured by differencing two strengths r and 0 of the same loss: c = (L(r) - L(0)) / (r‖W‖²) and
    k = <dW(r) - dW(0), W> / (r‖W‖²); they fit each other when k = 2c, whatever the convention.
    """

    weights: str = "W"
    strength: str = "reg"
    loss: str = "loss"
    grad: str = "dW"
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Always `regularization`."""
        return "regularization"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The case without regularisation, and with a strength that can be seen."""
        for strength in (0.0, self._strength(case)):
            yield Run(self._label(strength), {**case.inputs, self.strength: strength}, seed=case.seed)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """The student's c and k against the reference's."""
        strength = self._strength(case)
        without, with_it = seen[self._label(0.0)], seen[self._label(strength)]
        for run in (without, with_it):
            if run.status is not Status.OK:
                return ended(self, case, run, "with another strength of regularisation")
        got = self._measure(case, strength, without, with_it)
        wanted = self._measure(case, strength, expected[self._label(0.0)], expected[self._label(strength)])
        if got is None or wanted is None or not np.isfinite(got).all():
            said = f"{self.loss} and {self.grad} should be a finite number and an array like {self.weights}"
            return failed(self, case, said, said)
        return self._verdict(case, got, wanted)

    def _verdict(self, case: Drawn, got: tuple[float, float], wanted: tuple[float, float]) -> Finding:
        (c, k), (c_wanted, k_wanted) = got, wanted
        if not abs(c - c_wanted) <= SLACK:
            said = f"{self.loss} should grow by {_times(c_wanted)}{self.strength}·‖{self.weights}‖² when regularised"
            cause = "; it does not change at all" if abs(c) <= SLACK else ""
            number_of_it = cause or f"; it grows by {number(c)} times {self.strength}·‖{self.weights}‖²"
            return failed(self, case, said + number_of_it, said + (cause or "; it grows by something else"))
        if not abs(k - k_wanted) <= SLACK:
            said = f"{self.grad} should gain {_times(k_wanted)}{self.strength}·{self.weights} when regularised"
            cause = "; it gains nothing" if abs(k) <= SLACK else ""
            number_of_it = cause or f"; it gains {number(k)} times {self.strength}·{self.weights}"
            return failed(self, case, said + number_of_it, said + (cause or "; it gains something else"))
        return passed(self, case)

    def _measure(
        self, case: Drawn, strength: float, without: Observation, with_it: Observation
    ) -> tuple[float, float] | None:
        weights = np.asarray(case.inputs[self.weights], dtype=np.float64)
        unit = strength * float(np.sum(weights * weights))
        low, high = (single_number(run.arrays.get(self.loss)) for run in (without, with_it))
        grads = [run.arrays.get(self.grad) for run in (without, with_it)]
        gained = [real(grad) for grad in grads if grad is not None and grad.shape == weights.shape]
        if low is None or high is None or len(gained) < len(grads):
            return None
        return (high - low) / unit, float(np.sum((gained[1] - gained[0]) * weights)) / unit

    def _strength(self, case: Drawn) -> float:
        """The case's own, unless it is zero; then 0.7, large enough to be seen beside the data loss."""
        return float(case.inputs[self.strength]) or 0.7

    def _label(self, strength: float) -> str:
        return f"{self.strength}={strength!r}"


def _times(factor: float) -> str:
    return "" if abs(factor - 1) < 1e-9 else f"{number(factor)}·"
