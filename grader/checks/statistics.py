"""Random numbers judged by their statistics: mean, standard deviation, and the fraction that is kept, of many draws.

Everybody draws in an order and from a generator of one's own, so no draw can be compared with another's. What can be is
how far the statistics of many draws stray. Every check here calls a right answer wrong with a probability of at most
its `doubt`, shared out among the bounds (grader/checks/chance.py) that it uses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from grader.checks.chance import (
    DOUBT,
    is_likely_agreement,
    is_likely_fraction,
    is_likely_mean,
    is_likely_spread,
)
from grader.checks.verdicts import ended, failed, passed
from grader.checks.wording import number
from grader.model import BASE, Drawn, Finding, Run, Seen, Status

Amount: TypeAlias = float | str | Callable[[Drawn], float]
"""A number, the name of the input that holds it, or a function of the case: sqrt(2 / fan_in), say."""


@dataclass(frozen=True)
class Spread:
    """The output holds independent random numbers with mean 0 and this standard deviation.

    `inputs` are changed for a run of its own, so that what is drawn shows in no other check: an input by which the
    probe returns the numbers, say. With a thousand numbers a standard deviation is told from one that is 25 % larger,
    with ten thousand from one that is 7 % larger.
    """

    output: str
    sd: Amount
    called: str = ""
    """What the standard deviation is called in the handout."""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    doubt: float = DOUBT
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`spread_` and the output's name."""
        return f"spread_{self.output}"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The run in which it is drawn, if it is not the case's own."""
        return _drawing(case, self.inputs)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:
        """Shape, then whether these are draws at all, then mean and spread."""
        run = seen[_label(self.inputs)]
        if run.status is not Status.OK:
            return ended(self, case, run)
        drawn, wanted = run.arrays.get(self.output), expected[_label(self.inputs)].arrays[self.output]
        if drawn is None or drawn.shape != wanted.shape or not np.isfinite(drawn).all():
            came = "missing" if drawn is None else "not finite" if drawn.shape == wanted.shape else "of another shape"
            said = f"{self.output} should be an array of finite random numbers; it is {came}"
            return failed(self, case, said, said)
        return self._of_draws(case, drawn.astype(np.float64), _amount(self.sd, case))

    def _of_draws(self, case: Drawn, drawn: np.ndarray, sd: float) -> Finding:
        said = _no_draw(self.output, drawn) or self._of_mean(drawn, sd)
        if said:
            return failed(self, case, said, said)
        if is_likely_spread(drawn, sd, self.doubt / 2):
            return passed(self, case, telling=True)
        rule = f"{self.output} should have the standard deviation {self.called or number(sd)}"
        root = float(np.sqrt(np.mean(drawn * drawn)))
        guess = _guess(drawn, sd, self.called, self.doubt)
        return failed(self, case, f"{rule}, {number(sd)} here; it is {number(root)}{guess}", f"{rule}{guess}")

    def _of_mean(self, drawn: np.ndarray, sd: float) -> str:
        """What is wrong with the mean; empty if nothing is. Where the spread is too large, it counts as it is."""
        if is_likely_mean(drawn, 0.0, max(sd, float(np.std(drawn))), self.doubt / 2):
            return ""
        side = "positive: np.random.rand in place of randn?" if drawn.min() >= 0 else "not centred at 0"
        return f"{self.output} should have the mean 0; its numbers are {side}"


@dataclass(frozen=True)
class Mean:
    """The output holds independent random numbers with this mean; of each draw it is known how far it may stray."""

    output: str
    mean: Amount
    within: Amount
    """Standard deviation of normal draws; half the length of the interval that others come from."""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    doubt: float = DOUBT
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`mean_` and the output's name."""
        return f"mean_{self.output}"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The run in which it is drawn, if it is not the case's own."""
        return _drawing(case, self.inputs)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """The mean of all entries against the one that is wanted."""
        run = seen[_label(self.inputs)]
        if run.status is not Status.OK:
            return ended(self, case, run)
        drawn, mean = run.arrays.get(self.output), _amount(self.mean, case)
        rule = f"the mean of {self.output}, over many draws, should be {number(mean)}"
        if drawn is None or not drawn.size or not np.isfinite(drawn).all():
            return failed(self, case, f"{rule}; it is missing, empty or not finite", rule)
        if is_likely_mean(drawn.astype(np.float64), mean, _amount(self.within, case), self.doubt):
            return passed(self, case)
        return failed(self, case, f"{rule}; it is {number(np.mean(drawn))}", f"{rule}; it is not")


@dataclass(frozen=True)
class KeptFraction:
    """Of the output's entries this fraction is not zero, each entry kept or dropped by a draw of its own.

    Give it inputs without zeros of their own, and a fraction far from ½.
    """

    output: str
    fraction: Amount
    called: str = ""
    """What the fraction is called in the handout: "1 - p"."""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    doubt: float = DOUBT
    on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`kept_` and the output's name."""
        return f"kept_{self.output}"

    def needs(self, case: Drawn) -> Iterable[Run]:
        """The run in which it is drawn, if it is not the case's own."""
        return _drawing(case, self.inputs)

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """The number of entries that are not zero against the fraction."""
        run = seen[_label(self.inputs)]
        if run.status is not Status.OK:
            return ended(self, case, run)
        drawn = run.arrays.get(self.output)
        if drawn is None or not drawn.size or not np.isfinite(drawn).all():
            said = f"{self.output} should be an array of finite numbers, some of them zero"
            return failed(self, case, said, said)
        said = self._of_mask(drawn != 0, _amount(self.fraction, case))
        came = f"; it is {np.mean(drawn != 0):.1%}" if said else ""
        return failed(self, case, said + came, said) if said else passed(self, case, telling=True)

    def _of_mask(self, kept: np.ndarray, fraction: float) -> str:
        """What is wrong with the mask; empty if nothing is."""
        rule = f"the fraction of {self.output} that is not zero should be {self.called or f'{fraction:.1%}'}"
        count, half = int(kept.sum()), self.doubt / 2
        for axis, members in enumerate(kept.shape if kept.ndim > 1 and 0 < count < kept.size else ()):
            shared = members > 1 and bool(np.all(kept == np.take(kept, [0], axis=axis)))
            if shared and not is_likely_agreement(kept.size // members, members, fraction, half / kept.ndim):
                return f"{rule}, each entry by itself: along axis {axis} all share one draw"
        if is_likely_fraction(count, kept.size, fraction, half):
            return ""
        return rule + _guess_of_mask(kept, count, fraction, half)


def _by_size(shape: tuple[int, ...]) -> list[float]:
    """What is recommended for weights (inputs, outputs): by LeCun, by Glorot and Bengio, by He and others."""
    if len(shape) != 2:
        return []
    inputs, outputs = shape
    return [1 / math.sqrt(inputs), math.sqrt(2 / (inputs + outputs)), math.sqrt(2 / inputs)]


def _guess_of_mask(kept: np.ndarray, count: int, fraction: float, doubt: float) -> str:
    """Which slip gives the fraction that came, in words; empty if none is known."""
    if kept.all():
        return ": nothing is dropped"
    known = {
        1 - fraction: ": it is one minus that, so that what should be kept is dropped",
        _normal_below(fraction): ": is it np.random.randn that is compared with it, in place of rand?",
        1
        - _normal_below(1 - fraction): ": is it np.random.randn that is compared with one minus it, in place of rand?",
    }
    fitting = (words for wrong, words in known.items() if is_likely_fraction(count, kept.size, wrong, doubt))
    return next(fitting, "")


def _normal_below(value: float) -> float:
    """The probability that a standard normal draw is smaller."""
    return (1 + math.erf(value / math.sqrt(2))) / 2


def _drawing(case: Drawn, inputs: Mapping[str, Any]) -> tuple[Run, ...]:
    """The run with these inputs changed; none where none are, for the base run has been made."""
    return (Run(_label(inputs), {**case.inputs, **inputs}, seed=case.seed),) if inputs else ()


def _label(inputs: Mapping[str, Any]) -> str:
    return "drawn with " + ", ".join(f"{name}={value!r}" for name, value in inputs.items()) if inputs else BASE


def _amount(given: Amount, case: Drawn) -> float:
    return float(given(case) if callable(given) else case.inputs[given] if isinstance(given, str) else given)


def _no_draw(name: str, drawn: np.ndarray) -> str:
    """Why these are no independent draws at all; empty if they may be."""
    different = np.unique(drawn).size
    if different == 1 and drawn.size > 1:
        return f"{name} is {number(drawn.flat[0])} in every entry; random numbers are asked for"
    if different <= drawn.size / 2:  # float32 draws repeat now and then, but not half of them
        return f"{name} repeats the same numbers; every entry has a draw of its own"
    return ""


def _guess(drawn: np.ndarray, sd: float, called: str, doubt: float) -> str:
    """Which slip gives the spread that came, in words; empty if none is known, or more than one."""
    meant = called or "the standard deviation"
    known = {
        1.0: f": the draws are standard normal ones, not multiplied by {meant}",
        sd * sd: f", which is the square: is {meant} taken for the variance, or multiplied twice?",
        math.sqrt(sd): f", which is the root: is {meant} taken for the variance?",
        sd / math.sqrt(3): f": are the draws uniform between -{meant} and {meant}? Normal ones are asked for",
        1 / sd: f": the draws are divided by {meant}, not multiplied by it",
        **dict.fromkeys(_by_size(drawn.shape), f", which is set by the layer's size; it should be {meant}"),
    }
    fitting = {words for wrong, words in known.items() if is_likely_spread(drawn, wrong, doubt)}
    return fitting.pop() if len(fitting) == 1 else ""
