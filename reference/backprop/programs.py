"""Programs over tensors, as the probe runs them: a few lines that make a loss of the leaves a, b and c.

Leaves have entries of order 1, none near zero, so that no ReLU is differentiated at its kink, and the loss weighs what
it adds up: with an upstream gradient of ones, a gradient that ignores it would be right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grader.authoring import Case


@dataclass(frozen=True)
class Program:
    """A case: lines of code, and the shapes of the leaves that they use."""

    name: str
    lines: tuple[str, ...]
    leaves: dict[str, tuple[int, ...]]
    hint: str
    visible: bool = False
    positive: bool = False
    """Whether the leaf a has positive entries only: for logarithms and broken powers."""
    zeros: bool = False
    """Whether some entries of the leaf a are exactly zero: the kink of the ReLU."""

    def case(self):
        """As an exercise wants it."""
        return Case(self.make, visible=self.visible, hint=self.hint, name=self.name)

    def make(self, rng):
        """The lines and the drawn leaves."""
        drawn = {name: numbers(rng, shape) for name, shape in self.leaves.items()}
        if self.positive:
            drawn["a"] = np.abs(drawn["a"])
        if self.zeros:
            drawn["a"].flat[rng.permutation(drawn["a"].size)[:4]] = 0.0
        return {"program": [*self.lines, "loss.backward()"], **drawn}


def numbers(rng, shape):
    """Of both signs, between 0.3 and 1.7."""
    return np.asarray(rng.choice([-1.0, 1.0], shape) * rng.uniform(0.3, 1.7, shape))


def shown(name, line, hint, positive=False, **leaves):
    """A visible program of one line, which is told with its hint."""
    return Program(name, (f"loss = {line}",), leaves, f"{line}: {hint}", visible=True, positive=positive)


def hidden(name, line, hint, positive=False, zeros=False, **leaves):
    """A hidden program; lines are divided by semicolons, and the last one makes the loss."""
    *before, last = line.split("; ")
    return Program(name, (*before, f"loss = {last}"), leaves, hint, positive=positive, zeros=zeros)


# ---------------------------------------------------------------- drawn programs

UNARY = {
    "{}.tanh()": np.tanh,
    "{}.relu()": lambda v: np.maximum(v, 0),
    "({} ** 2 + 1).log()": lambda v: np.log(v**2 + 1),
    "(0.5 * {}).exp()": lambda v: np.exp(0.5 * v),
    "({} ** 2 + 0.5) ** -0.5": lambda v: (v**2 + 0.5) ** -0.5,
    "2 - {}": lambda v: 2 - v,
    "-1.5 * {}": lambda v: -1.5 * v,
}
BINARY = {"{} + {}": np.add, "{} - {}": np.subtract, "{} * {}": np.multiply}
LARGEST, NEAREST_TO_ZERO = 4.0, 0.02
"""Entries of every value stay below the first, so that losses are of order 10; those of a ReLU above the second."""


@dataclass(frozen=True)
class DrawnProgram:
    """Drawn at random: every value may be used again, and all that nobody uses is added up in the loss."""

    name: str
    steps: int
    hint: str
    visible: bool = False

    def case(self):
        """As an exercise wants it."""
        return Case(self.make, visible=self.visible, hint=self.hint, name=self.name)

    def make(self, rng):
        """Lines over a (N, D), b (D,) and c (D, D)."""
        N, D = 3 + int(rng.integers(2)), 2
        leaves = {"a": numbers(rng, (N, D)), "b": numbers(rng, (D,)), "c": numbers(rng, (D, D))}
        values = {"a": leaves["a"], "s": leaves["a"] + leaves["b"], "t": leaves["a"] @ leaves["c"]}
        lines, unused = ["s = a + b", "t = a @ c"], {"s", "t"}
        while len(lines) < self.steps + 2:
            line, value, used = _step(rng, values, leaves)
            if np.abs(value).max() < LARGEST and np.ptp(value) > 0.1:
                name = f"v{len(lines) - 1}"
                lines.append(f"{name} = {line}")
                values[name] = value
                unused = unused - used | {name}
        loss = " + ".join(f"{name} * {weight}" for name, weight in zip(sorted(unused), WEIGHTS, strict=False))
        return {"program": [*lines, f"loss = ({loss}).sum()", "loss.backward()"], **leaves}


WEIGHTS = ("b", "a", "0.7", "1.3", "b", "-0.4", "a", "1.1", "0.6", "b", "0.8", "1.7", "-1.2", "0.9")


def _step(rng, values, leaves):
    """One line: its right-hand side, its value, and the names that it uses."""
    one, two = (list(values)[i] for i in rng.integers(0, len(values), 2))
    kind = rng.integers(5)
    if kind < 2:
        form = list(BINARY)[rng.integers(len(BINARY))]
        return form.format(one, two), BINARY[form](values[one], values[two]), {one, two}
    if kind == 2:
        return f"{one} @ c", values[one] @ leaves["c"], {one}
    form = list(UNARY)[rng.integers(len(UNARY))]
    if "relu" in form and np.abs(values[one]).min() < NEAREST_TO_ZERO:
        form = "{}.tanh()"
    return form.format(one), UNARY[form](values[one]), {one}
