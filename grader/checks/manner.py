"""In what manner a path leaves the expected one: how its steps relate to those expected.

Where the inputs of every step are given in advance, a wrong step does not spoil those after it. So a pattern among the
steps tells what is kept wrongly between them: steps that come one too late, that are all too long by one factor, that
have the right direction and a length that drifts, that are made as if nothing were remembered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grader.checks.wording import number

SLACK = 1e-4
"""Steps are differences of stored values, exact to about eps·|value| / |step|: far below this, in float32 too where
steps are a hundredth of the value or more."""
ENOUGH = 3
"""Fewer steps than this agree with some pattern by accident."""


@dataclass(frozen=True)
class Manner:
    """How the steps that were made relate to those expected; both empty if in no simple way."""

    exactly: str = ""
    said: str = ""
    """Without a number, for hidden cases."""


def manner(steps: np.ndarray, wanted: np.ndarray, first: int, forgetful: np.ndarray | None = None) -> Manner:
    """What the steps (T, …) are instead of the wanted ones, from index `first` on.

    `forgetful` is the wanted step at index 1 for something that keeps nothing from step 0.
    """
    if not np.isfinite(steps[first:]).all():
        return Manner()
    for question in (_still, _delayed, _ahead):
        words = question(steps, wanted, first)
        if words:
            return Manner(words, words)
    if first == 1 and forgetful is not None and _near(steps[1], forgetful):
        words = "; step 2 is what it would be if it were the first: is what it should remember kept?"
        return Manner(words, words)
    return _ratio(steps[first:], wanted[first:], first)


def fading(steps: np.ndarray, wanted: np.ndarray, places: np.ndarray) -> Manner:
    """The wanted steps and, in each, the same small part of the place where it begins: weight decay, unasked for."""
    if len(steps) < ENOUGH or not np.isfinite(steps).all() or not places.any():
        return Manner()
    beside = steps - wanted
    part = -float(np.sum(beside * places) / np.sum(places * places))
    if not 0 < part < 1 or not np.allclose(beside, -part * places, rtol=0, atol=SLACK * np.abs(beside).max()):
        return Manner()
    words = "of the weights is taken away in every step, as by weight decay, which is not asked for here"
    return Manner(f"; a part of {number(part)} {words}", f"; a part {words}")


def _still(steps: np.ndarray, wanted: np.ndarray, first: int) -> str:
    if steps[first:].any() or not wanted[first:].any():
        return ""
    return "; from then on it never moves" if first else "; it never moves"


def _delayed(steps: np.ndarray, wanted: np.ndarray, first: int) -> str:
    """Seen step k is wanted step k - 1."""
    begin = max(first, 1)
    same = len(steps) - begin >= ENOUGH and _near(steps[begin:], wanted[begin - 1 : -1])
    told = "; each step is the one expected a step earlier: it is made before what it needs is updated"
    return told if same and not _near(wanted[begin:], wanted[begin - 1 : -1]) else ""


def _ahead(steps: np.ndarray, wanted: np.ndarray, first: int) -> str:
    """Seen step k is wanted step k + 1."""
    same = len(steps) - first > ENOUGH and _near(steps[first:-1], wanted[first + 1 :])
    told = "; each step is the one expected a step later: something is counted or updated once too often"
    return told if same and not _near(wanted[first:-1], wanted[first + 1 :]) else ""


def _ratio(steps: np.ndarray, wanted: np.ndarray, first: int) -> Manner:
    """Seen steps have the wanted directions: all times one number, or times a number that changes."""
    flat, other = steps.reshape(len(steps), -1), wanted.reshape(len(wanted), -1)
    sizes = np.sum(other * other, axis=1)
    if not sizes.all():
        return Manner()
    ratios = np.sum(flat * other, axis=1) / sizes
    hardly = np.abs(ratios - 1).max() <= SLACK
    if hardly or not ratios.all() or not all(map(_near, flat, ratios[:, None] * other)):
        return Manner()
    since = f"from step {first + 1} on " if first else ""
    if np.ptp(ratios) <= SLACK * np.abs(ratios).max():
        return _constant_ratio(float(ratios.mean()), since)
    if flat.shape[1] == 1 or len(ratios) < ENOUGH:  # a single number always has some ratio to another
        return Manner()
    words = f"; {since}every step has the right direction but not the right length, and the factor changes"
    ends = f"{number(ratios[0])} in step {first + 1}, {number(ratios[-1])} in step {first + len(ratios)}"
    return Manner(f"{words}: {ends}", f"{words}: look at what counts the steps")


def _constant_ratio(ratio: float, since: str) -> Manner:
    if abs(ratio + 1) <= SLACK:
        words = f"; {since}every step goes the opposite way"
        return Manner(words, words)
    back = " and goes the opposite way" if ratio < 0 else ""
    longer = "too long" if abs(ratio) > 1 else "too short"
    return Manner(
        f"; {since}every step is {number(abs(ratio))} times as long as expected{back}",
        f"; {since}every step is {longer}, always by the same factor{back}",
    )


def _near(one: np.ndarray, two: np.ndarray) -> bool:
    return bool(np.max(np.abs(one - two), initial=0.0) <= SLACK * np.max(np.abs(two), initial=0.0))
