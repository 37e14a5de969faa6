"""Timed calls: each on inputs that no call had before, and counted only if its answer is right.

Otherwise a function could remember its answers, or answer a batch that it knows to be timed with anything. The inputs
are drawn where no submission can know how.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import numpy as np

from grader.checks.comparison import compare
from grader.checks.verdicts import ended, failed
from grader.model import Check, Drawn, Finding, Inputs, Run, Seen, Status

_SALT = secrets.randbits(64)
"""Made anew in every process."""


def labels_of(name: str, count: int) -> tuple[str, ...]:
    """The labels of so many timed calls."""
    return tuple(f"{name} {turn}" for turn in range(count))


def timed(labels: Iterable[str], case: Drawn, inputs: Inputs) -> tuple[Run, ...]:
    """A timed call for each label: these inputs with every real number moved by about a hundredth of itself."""
    return tuple(Run(label, _moved(label, case.seed, inputs), seed=case.seed, timed=True) for label in labels)


def not_right(check: Check, case: Drawn, labels: Iterable[str], seen: Seen, expected: Seen) -> Finding | None:
    """Why one of these calls does not count: it did not end well, or its answer is not right."""
    for label in labels:
        run = seen[label]
        if run.status is not Status.OK:
            return ended(check, case, run, "on a large batch")
        mismatches = (compare(name, run.arrays.get(name), array) for name, array in expected[label].arrays.items())
        mismatch = next(filter(None, mismatches), None)
        if mismatch is not None:
            said = "is timed only where it is right: on a large batch"
            return failed(check, case, f"{said}, {mismatch.message}", f"{said}, {mismatch.discreet}")
    return None


def _moved(label: str, seed: int, inputs: Inputs) -> Inputs:
    """The same in one process, so that every submission has the same."""
    rng = np.random.default_rng([_SALT, seed, *label.encode()])
    return {name: _moved_array(rng, value) for name, value in inputs.items()}


def _moved_array(rng: np.random.Generator, value: object) -> object:
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
        return value
    return (value * (1 + 0.01 * rng.standard_normal(value.shape))).astype(value.dtype)
