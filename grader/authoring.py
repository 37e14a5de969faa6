"""What a course imports: cases, checks, mistakes, and the one call that ties them to an exercise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from grader.checks import (
    Adjoint,
    Apart,
    BatchOfOne,
    Close,
    Falls,
    Faster,
    Gradient,
    Grows,
    InitialLoss,
    InputsUnchanged,
    KeptFraction,
    Known,
    Linear,
    Mean,
    NoCalls,
    NoImports,
    Overfits,
    Penalties,
    PermutedBatch,
    RandomStateUntouched,
    Reaches,
    Regularization,
    Repeatable,
    SameAs,
    ShiftInvariant,
    SinglePrecision,
    Spread,
    Stable,
    Subgradient,
    Trajectory,
    Translated,
    Within,
)
from grader.checks.verdicts import ended, failed, passed, skipped
from grader.errors import CourseError
from grader.model import (
    BASE,
    Case,
    Check,
    Drawn,
    Exercise,
    Finding,
    Mistake,
    MoreRuns,
    Patch,
    Run,
    Seen,
    Status,
    Variant,
    Verdict,
)

__all__ = [
    "BASE",
    "Adjoint",
    "Apart",
    "BatchOfOne",
    "Case",
    "Check",
    "Close",
    "Drawn",
    "Exercise",
    "Falls",
    "Faster",
    "Finding",
    "Gradient",
    "Grows",
    "InitialLoss",
    "InputsUnchanged",
    "KeptFraction",
    "Known",
    "Linear",
    "Mean",
    "Mistake",
    "MoreRuns",
    "NoCalls",
    "NoImports",
    "Overfits",
    "Patch",
    "Penalties",
    "PermutedBatch",
    "RandomStateUntouched",
    "Reaches",
    "Regularization",
    "Repeatable",
    "Run",
    "SameAs",
    "Seen",
    "ShiftInvariant",
    "SinglePrecision",
    "Spread",
    "Stable",
    "Status",
    "Subgradient",
    "Trajectory",
    "Translated",
    "Variant",
    "Verdict",
    "Within",
    "ended",
    "exercise",
    "failed",
    "passed",
    "skipped",
]


def exercise(  # noqa: PLR0913 - an exercise has these parts, all by name
    name: str,
    *,
    uses: Iterable[str],
    cases: Iterable[Case],
    checks: Iterable[Check],
    prefer: Iterable[str] = (),
    mistakes: Iterable[Mistake] = (),
    variants: Iterable[Variant] = (),
    shapes: Mapping[str, str] | None = None,
    title: str = "",
    follows: Iterable[str] | Mapping[str, Iterable[Patch]] = (),
    oracle: Callable[..., Mapping[str, Any]] | None = None,
) -> Exercise:
    """One exercise of an assignment, validated.

    `follows` names the exercises whose functions a student's may call here. Where the solution writes out what such a
    function does, a dictionary says by patches how it would call it: {"affine_forward": [Patch("x @ w + b", "…")]}.

    Raises CourseError when two checks share a key, two cases, mistakes or variants share a name, or a check looks at
    a case that does not exist.
    """
    made = Exercise(
        name,
        tuple(uses),
        tuple(prefer),
        tuple(cases),
        tuple(checks),
        tuple(mistakes),
        tuple(variants),
        title or name,
        dict(shapes or {}),
        follows=tuple(follows),
        calling={name: tuple(follows[name]) for name in follows} if isinstance(follows, Mapping) else {},
        oracle=oracle,
    )
    _refuse_twins(f"exercise {name}: two checks have the key", (check.key for check in made.checks))
    _refuse_twins(f"exercise {name}: two cases are called", (case.name for case in made.cases))
    changes = (*made.mistakes, *made.variants)
    _refuse_twins(f"exercise {name}: two mistakes or variants are called", (change.id for change in changes))
    _refuse_strays(made)
    return made


def _refuse_twins(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise CourseError(f"{what} {name}; give each a name of its own")
        seen.add(name)


def _refuse_strays(made: Exercise) -> None:
    names = {case.name for case in made.cases}
    for check in made.checks:
        for case in check.on:
            if case not in names:
                raise CourseError(f"exercise {made.name}: check {check.key} looks at case {case}, which does not exist")
    if not made.uses or not made.cases or not made.checks:
        raise CourseError(f"exercise {made.name}: `uses`, `cases` and `checks` must each name at least one")
