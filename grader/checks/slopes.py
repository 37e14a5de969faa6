"""How fast a function changes along a direction, and how far that can be trusted: read off a ladder of steps.

A sweep gives f at t = ±h and ±h/2 for every rung h of the ladder and every direction. With the value in the middle,
each rung is a difference table of five equally spaced points, and four things are read off it:

- the slope, by central differences, extrapolated (Richardson 1911): (4·q(h/2) - q(h)) / 3, whose error is O(h⁴);
- the noise of f, its rounding errors above all: the fourth difference of a smooth function falls with h⁴ down to a
  plateau, which is √70 times the standard deviation of the noise (Moré & Wild, Estimating computational noise, 2011);
- the error of the slope: how much it changes along the ladder, plus what the noise makes of it, noise/h. The rung where
  their sum is least is taken, so the step fits the function's scale, its conditioning and its dtype;
- kinks: the slopes to both sides of the middle differ by h·f″ where f is smooth, and by a constant at a kink. Rungs
  shorter than the way to a kink do not see it, so a kink nearby is stepped around by the choice of the rung; one too
  near for every rung, or in the middle itself, shows in these one-sided slopes, and nothing is concluded from them.

How often that is wrong for losses with none to a thousand kinks: `benchmarks/gradients.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

DIRECTIONS = 4
"""A wrong entry escapes one direction only if the direction is nearly orthogonal to the error; chances multiply."""

RUNGS = (1e-3, 1e-4, 1e-5)
"""For float64, whose rounding they all stand out from; few losses have a kink within the shortest."""
NARROW_RUNGS = (10**-1.5, 1e-2, 10**-2.5)
"""For float32: shorter steps do not stand out from its rounding. Longer ones cross kinks, and where two rungs do, their
slopes agree by chance now and then; the short ones, which cross none, are then too noisy to give that away."""


def steps_of(rungs: Sequence[float]) -> tuple[float, ...]:
    """Every rung and its half."""
    return tuple(step for rung in rungs for step in (rung, rung / 2))


_EXTRAPOLATED = 1.9
"""Standard deviation of the extrapolated slope in units of noise/h: √(2·(4/3)² + ½·(1/3)²)."""
_SIDES = 4.9
"""That of the difference of the one-sided slopes at h/2: √6·2."""
_PARTED = 2.0
"""In these units, one-sided slopes part. Half of their difference is the error of a slope at a kink: it is noticed at
5·noise/h, and would be taken for a mistake above ten times the estimated error, 19·noise/h."""
_CAUTION = 2.0
"""The lowest of a few noisy estimates of noise is too low by about this factor."""


@dataclass(frozen=True, eq=False)
class Slopes:
    """What one sweep tells, by direction: arrays of shape (K,)."""

    values: np.ndarray
    errors: np.ndarray
    """Estimates, on the safe side but no bounds; infinite where no two rungs are finite."""
    kinked: np.ndarray
    """Whether the slopes to both sides differ however short the step: there may be no derivative here."""
    chosen: np.ndarray
    """Index of the rung that was taken, never the first."""


@lru_cache(maxsize=512)
def draw_directions(seed: int, shape: tuple[int, ...], count: int = DIRECTIONS, stream: int = 0) -> np.ndarray:
    """(K, *shape) unit directions, Rademacher and Gaussian in turn, from a stream that never made any data.

    Signs alone would miss errors of equal size that cancel, normal numbers alone an error in an entry they make small.
    """
    rng = np.random.default_rng([seed & 0xFFFFFFFF, seed >> 32, 0x6772_6164, stream])
    drawn = [
        rng.choice([-1.0, 1.0], size=shape) if turn % 2 == 0 else rng.standard_normal(shape) for turn in range(count)
    ]
    return np.stack([unit(direction) for direction in drawn])


def unit(direction: np.ndarray) -> np.ndarray:
    """The direction with norm 1; zero stays zero."""
    return np.asarray(direction / (np.linalg.norm(direction) or 1.0))


def along(directions: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """What a gradient says of the slopes: its inner products with the directions, (K,)."""
    return np.asarray(np.tensordot(directions, gradient, axes=gradient.ndim))


def read_slopes(sweep: np.ndarray, middle: float, floor: float, ladder: Sequence[float]) -> Slopes:
    """Slopes from a sweep (K, S, 2) over the steps of a ladder, about a point where the function is `middle`.

    `floor` bounds the noise from below, where values repeat because a step is lost in the rounding of the inputs.
    """
    rungs = np.array(ladder)
    ahead, behind = sweep[..., 0], sweep[..., 1]
    quotients = (ahead - behind) / (2 * np.array(steps_of(ladder)))
    slopes = (4 * quotients[:, 1::2] - quotients[:, 0::2]) / 3
    noise = _CAUTION * max(floor, _plateau(ahead, behind, middle))
    errors = _disagreement(slopes, _EXTRAPOLATED * noise / rungs) + _EXTRAPOLATED * noise / rungs[1:]
    best = np.argmin(errors, axis=1)
    rows = np.arange(len(sweep))
    kinked = _kinked(ahead[:, 1::2] + behind[:, 1::2] - 2 * middle, best + 1, noise, rungs)
    return Slopes(slopes[rows, best + 1], errors[rows, best], kinked, best + 1)


def _disagreement(slopes: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """How far each rung but the longest is from the rung above, and from all below as far as noise cannot explain it.

    Two rungs that cross the same kinks may agree by chance; the shorter ones that cross none give them away.
    """
    above = np.abs(np.diff(slopes, axis=1))
    between = np.abs(slopes[:, 1:, None] - slopes[:, None, 1:]) - 3 * (noise[1:, None] + noise[None, 1:])
    shorter = np.tril(np.ones(between.shape[1:], dtype=bool), -1).T
    below = np.where(shorter & np.isfinite(between), between, 0.0).max(axis=2)
    return np.asarray(np.where(np.isfinite(above), above, np.inf) + np.maximum(below, 0.0))


def _plateau(ahead: np.ndarray, behind: np.ndarray, middle: float) -> float:
    """The standard deviation of the function's noise: the lowest rung's fourth difference, over all directions.

    Rungs on which values repeat are left out: the step was too short for the inputs' precision.
    """
    sides = ahead[:, 0::2] + behind[:, 0::2], ahead[:, 1::2] + behind[:, 1::2]
    fourth = sides[0] - 4 * sides[1] + 6 * middle
    five = np.stack([ahead[:, 0::2], ahead[:, 1::2], np.full_like(fourth, middle), behind[:, 1::2], behind[:, 0::2]])
    repeats = (np.diff(np.sort(five, axis=0), axis=0) == 0).any(axis=(0, 1))
    levels = np.sqrt(np.mean(fourth**2, axis=0) / 70)
    usable = levels[np.isfinite(levels) & ~repeats]
    return float(usable.min(initial=np.inf)) if usable.size else 0.0


def _kinked(bends: np.ndarray, chosen: np.ndarray, noise: float, rungs: np.ndarray) -> np.ndarray:
    """Whether, from the chosen rung down, the one-sided slopes stay apart where they should approach each other.

    `bends` (K, rungs) are f(h/2) + f(-h/2) - 2f(0). From one rung to the next the gap falls as the step does where f is
    smooth, to a third or a tenth, and stays at a kink in the middle; half is the line between.
    """
    gaps = np.abs(bends) / (rungs / 2)
    stays = (gaps[:, 1:] > 0.5 * gaps[:, :-1]) & (gaps[:, 1:] > _PARTED * _SIDES * noise / rungs[1:])
    below = np.arange(1, len(rungs)) >= chosen[:, None]
    return np.asarray((stays & below).any(axis=1))
