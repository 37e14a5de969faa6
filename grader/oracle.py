"""Gradients of our own references by a second road, which shares nothing with the checks that grade students.

- **Complex step** (Squire & Trapp 1998): f(x + ih·e) has the derivative in its imaginary part, exact to rounding, for
  no difference is taken. It works where the code computes with whatever numbers it is given, and every operation is
  analytic: |x| is not. That it did is seen from the real part, which must be f(x), and by the stencil.
- Where it does not, an **eighth-order stencil**, entry by entry, with two steps: entries on which the two disagree lie
  near a kink and are left out.
- An author may give an `oracle` of the exercise's own: a function that takes the case's inputs and returns the outputs
  by other means (scipy, PyTorch). Where what it imports is not installed, it is passed over.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.assignment import Assignment
from grader.bench import concerns
from grader.checks import Gradient
from grader.checks.comparison import compare
from grader.expect import perform_run
from grader.model import Drawn, Exercise, Run

EXACT = 1e-9
"""Of the largest entry: what a complex step and a right gradient may differ by."""
ROUGH = 1e-5
"""The same for the stencil, whose rounding errors are about 1e-16/1e-4 of the loss."""

COMPLEX_STEP = 1e-100
STEPS = (1e-3, 1e-4)
EIGHTH = (4 / 5, -1 / 5, 4 / 105, -1 / 280)
"""Weights of f(x + kh) - f(x - kh) for k = 1, 2, …; Fornberg, Generation of finite difference formulas (1988)."""


@dataclass(frozen=True)
class Opinion:
    """What an oracle says of one gradient on one case."""

    means: str
    fault: str = ""
    """Why the reference's gradient is not the oracle's; empty if it is."""


def opinions(assignment: Assignment, exercise: Exercise, check: Gradient) -> list[Opinion]:
    """What the second road says of the reference's gradient, on every case that the check looks at."""
    cases = [assignment.draw(exercise, case) for case in exercise.cases]
    return [opinion_on(assignment, exercise, check, case) for case in cases if concerns(check, case)]


def opinion_on(assignment: Assignment, exercise: Exercise, check: Gradient, case: Drawn) -> Opinion:
    """By complex step where the code allows it, else by stencil."""
    follow = _followed(assignment, exercise, check, case)
    claimed = _base(assignment, exercise, case)[check.grad].astype(np.float64)
    here = np.asarray(case.inputs[check.wrt], dtype=np.float64)
    by_stencil, by_complex = _stencil(follow, here), _complex_step(follow, here)
    if by_complex is not None and not _fault(by_complex, by_stencil, ROUGH):
        means, limit, found = "a complex step", EXACT, by_complex
    else:
        means, limit, found = "an eighth-order stencil", ROUGH, by_stencil
    fault = _fault(claimed, found, limit)
    said = f"{case.name}: {check.grad} of the reference is {fault}, by {means} through its {check.loss}"
    return Opinion(means, said if fault else "")


def authors_opinion(assignment: Assignment, exercise: Exercise, case: Drawn) -> Opinion | None:
    """What the exercise's own oracle says of every output it knows; None if it has none, or cannot be imported here."""
    if exercise.oracle is None:
        return None
    try:
        told = exercise.oracle(**case.inputs)
    except ImportError:
        return None
    ours = _base(assignment, exercise, case)
    for name, value in told.items():
        mismatch = compare(name, ours.get(name), np.asarray(value), rtol=case.tolerance or EXACT, atol=EXACT)
        if mismatch is not None:
            return Opinion("oracle", f"{case.name}: by the exercise's oracle {mismatch.message}")
    return Opinion("oracle")


def _base(assignment: Assignment, exercise: Exercise, case: Drawn) -> dict[str, np.ndarray]:
    probe = getattr(assignment.probes, exercise.name)
    return dict(perform_run(probe, assignment.solution(exercise), Run("base", case.inputs, seed=case.seed)).arrays)


Followed = Callable[[np.ndarray], Any]


def _followed(assignment: Assignment, exercise: Exercise, check: Gradient, case: Drawn) -> Followed:
    """The number that is differentiated, as a function of one input."""
    probe, view = getattr(assignment.probes, exercise.name), assignment.solution(exercise)
    weights = case.inputs[check.upstream] if check.upstream else 1.0

    def follow(moved: np.ndarray) -> Any:
        np.random.seed(case.seed % 2**32)  # noqa: NPY002 - as every run is seeded
        inputs = {
            name: np.array(value) if isinstance(value, np.ndarray) else value for name, value in case.inputs.items()
        }
        return np.sum(np.asarray(probe(view, **{**inputs, check.wrt: moved})[check.loss]) * weights)

    return follow


def _complex_step(follow: Followed, here: np.ndarray) -> np.ndarray | None:
    """The gradient; None where the code is not analytic in this input, or does not take complex numbers."""
    gradient = np.zeros(here.shape)
    real = float(follow(here.copy()))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a discarded imaginary part is a warning
            for place in np.ndindex(here.shape):
                moved = here.astype(np.complex128)
                moved[place] += 1j * COMPLEX_STEP
                value = follow(moved)
                if not np.iscomplexobj(value) or not np.isclose(value.real, real, rtol=1e-12, atol=0):
                    return None
                gradient[place] = value.imag / COMPLEX_STEP
    except (TypeError, ValueError, ArithmeticError, Warning):
        return None
    return gradient if np.isfinite(gradient).all() else None


def _stencil(follow: Followed, here: np.ndarray) -> np.ndarray:
    """The gradient by the eighth-order stencil; nan where another step gives another slope."""
    long, short = (np.zeros(here.shape) for _ in STEPS)
    for gradient, step in zip((long, short), STEPS, strict=True):
        for place in np.ndindex(here.shape):
            points = enumerate(EIGHTH, 1)
            terms = [
                weight * (_at(follow, here, place, k * step) - _at(follow, here, place, -k * step))
                for k, weight in points
            ]
            gradient[place] = sum(terms) / step
    scale = float(np.max(np.abs(short), initial=0.0))
    return np.where(np.abs(long - short) <= ROUGH * scale, short, np.nan)


def _at(follow: Followed, here: np.ndarray, place: tuple[int, ...], step: float) -> float:
    moved = here.copy()
    moved[place] += step
    return float(follow(moved))


def _fault(claimed: np.ndarray, found: np.ndarray, within: float) -> str:
    """The first entry that is not what was found, in words; empty if all are. What is nan is not decided."""
    decided = np.isfinite(found)
    if not decided.any() and found.size:
        return "near a kink in every entry, and cannot be measured"
    limit = within * max(float(np.max(np.abs(found[decided]), initial=0.0)), 1e-300)
    wrong = decided & ~(np.abs(claimed - np.where(decided, found, 0.0)) <= limit)
    if not wrong.any():
        return ""
    place = tuple(np.argwhere(wrong)[0])
    return f"{claimed[place]:.6g} at {list(map(int, place))}; it should be {found[place]:.6g}"
