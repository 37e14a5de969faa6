"""Pictures of what failed: a few numbers, rounded, so that a page can draw what is tedious to read.

Made for failing findings of visible cases alone. All numbers are rounded to four digits, and what lies within the
tolerance is set to zero before that: rounding errors differ between machines, and a report may not. Equal errors are
told apart by their places, after rounding, for the same reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import SupportsFloat

import numpy as np

from grader.checks.comparison import bound, real
from grader.checks.whereabouts import noun
from grader.checks.wording import entry
from grader.model import Entry, Line, Picture

CELLS = 32
"""Rows and columns of a heat map at most: more are not told apart on a phone."""
POINTS = 200
"""Points of a line at most: more are closer than a pixel."""
WORST = 5
"""Entries in the table beside it."""
HUGE = 1e300
"""What is larger counts as no finite number: differences of such numbers are none either."""
STEPS = (0.01, 0.1, 0.5)
"""Fractions of the largest error at which the next stronger tone begins."""
TIES = 1000
"""Of equal errors, so many are looked at, the first ones."""
YOURS, EXPECTED = "yours", "expected"


def of_error(  # noqa: PLR0913, PLR0917 - two arrays, two tolerances, two kinds of words
    name: str, seen: np.ndarray | None, expected: np.ndarray, rtol: float, atol: float, letters: Sequence[str] = ()
) -> Picture | None:
    """The error over the array, by its dimensions; None where the two cannot be laid over each other."""
    if seen is None or seen.shape != expected.shape or not seen.size or seen.dtype.kind not in "biuf":
        return None
    got, wanted = real(seen), real(expected)
    limit = bound(wanted[np.isfinite(wanted)], rtol, atol)
    error = _error(got, wanted, limit)
    if not error.any():
        return None
    places = _worst_places(error)
    entries = tuple(Entry(entry(place) if got.ndim else "", *_pair(got[place], wanted[place])) for place in places)
    told = _amount(Picture("number", name, entries=entries), error, error.size, limit)
    if not got.ndim:
        return told
    if got.ndim == 1:
        along = tuple(letters) == ("T",)
        at = _kept(len(got), places[0][0])
        lines = _both(at, got[at], wanted[at], limit)
        axes = ("", "step" if along else noun(0, letters))
        return replace(told, kind="lines" if along else "points", axes=axes, lines=lines)
    plane, label, (down, across) = _plane(got.shape, places[0], letters)
    part = error[plane]
    axes = (noun(down, letters), noun(across, letters))
    return replace(told, kind="heat", name=name + label, axes=axes, sizes=part.shape, cells=_cells(part))


def of_path(  # noqa: PLR0913, PLR0917 - two paths, where they begin and part, and how exactly
    name: str, seen: np.ndarray, expected: np.ndarray, first: int, limit: float, start: np.ndarray | None
) -> Picture:
    """The way of an optimizer, (steps, ...), beside the expected one; of many weights the one that strays most."""
    steps = len(seen)
    got, wanted = (real(path).reshape(steps, -1) for path in (seen, expected))
    if start is not None:
        origin = np.broadcast_to(real(np.asarray(start)), seen.shape[1:]).reshape(1, -1)
        got, wanted = np.concatenate([origin, got]), np.concatenate([origin, wanted])
    first += len(got) - steps
    error = _error(got, wanted, limit)
    told = _amount(Picture("lines", name, mark=float(first)), error, seen.size, limit)
    at = _kept(len(got), first)
    ((_, column),) = _worst_places(error, 1)
    weight = entry(np.unravel_index(column, seen.shape[1:])) if seen.ndim > 1 else ""
    entries = _departure(got[:, column], wanted[:, column], error[:, column], first)
    if got.shape[1] == 2:
        ways = (_way(YOURS, got[at], limit), _way(EXPECTED, wanted[at], limit))
        entries = tuple(replace(each, place=f"{each.place}, {weight}") for each in entries)
        return replace(told, kind="plane", axes=(f"{name}[1]", f"{name}[0]"), lines=ways, entries=entries)
    lines = _both(at, got[at, column], wanted[at, column], limit)
    part = f"{name}[:, {weight[1:]}" if weight else name
    return replace(told, name=part, axes=("", "step"), lines=lines, entries=entries)


def of_curve(name: str, seen: np.ndarray, expected: np.ndarray | None, goal: float) -> Picture | None:
    """A curve of losses beside the reference's, and how low it should come; None if it is no curve."""
    if seen.ndim != 1 or seen.size < 2 or seen.dtype.kind not in "biuf":
        return None
    curves = [(YOURS, real(seen))]
    if expected is not None and expected.shape == seen.shape:
        curves.append(("the reference's", real(expected)))
    at = _kept(len(seen), 0)
    ends = (float(at[0]), float(at[-1]))
    lines = [Line(called, tuple(map(float, at)), _ordinates(curve[at], 0.0)) for called, curve in curves]
    aim = Line("to reach", ends, (_rounded(goal), _rounded(goal)))
    return Picture("lines", name, ("", "step"), lines=(*lines, aim))


def of_slopes(name: str, measured: np.ndarray, claimed: np.ndarray, tolerance: np.ndarray) -> Picture:
    """What the gradient says of the slopes along directions, over what was measured: right ones lie on the diagonal."""
    floor = float(np.max(tolerance[np.isfinite(tolerance)], initial=0.0))
    kept = np.flatnonzero((np.abs(measured) < HUGE) & (np.abs(claimed) < HUGE))[:POINTS]
    line = Line(name, tuple(map(_rounded, _flushed(measured[kept], floor))), _ordinates(claimed[kept], floor))
    return Picture("slopes", name, (f"{name} says", "measured"), lines=(line,))


# ---------------------------------------------------------------- which part of it


def _amount(picture: Picture, error: np.ndarray, size: int, limit: float) -> Picture:
    """With how many entries are off, by how much at most, and what would count as rounding."""
    finite = np.abs(error[np.isfinite(error)])
    largest = _rounded(float(finite.max())) if finite.size and finite.max() < HUGE else None
    return replace(
        picture,
        off=(int(np.count_nonzero(error)), size),
        largest=largest,
        limit=_rounded(limit, 2) if limit < HUGE else None,
    )


def _error(got: np.ndarray, wanted: np.ndarray, limit: float) -> np.ndarray:
    """Seen less expected, zero within the tolerance; nan and infinities where either is none of the numbers."""
    with np.errstate(invalid="ignore"):
        same = (got == wanted) | (np.isnan(got) & np.isnan(wanted))
        error = np.where(same, 0.0, got - wanted)
        return np.asarray(np.where(np.abs(error) <= limit, 0.0, error))


def _worst_places(error: np.ndarray, most: int = WORST) -> list[tuple[int, ...]]:
    """The places of the largest errors, what is not finite first; equal ones, after rounding, in their order."""
    size: np.ndarray = np.where(np.isfinite(error), np.abs(error), np.inf).ravel()
    count = min(most, int(np.count_nonzero(size)))
    near = float(np.partition(size, -count)[-count]) * (1 - 1e-6) if count else 0.0
    candidates = [int(place) for place in np.flatnonzero(size >= near)[:TIES]]
    ranked = sorted(candidates, key=lambda place: (-_rounded(float(size[place])), place))
    return [tuple(map(int, np.unravel_index(place, error.shape))) for place in ranked[: max(count, 1)]]


def _plane(
    shape: Sequence[int], worst: Sequence[int], letters: Sequence[str]
) -> tuple[tuple[int | slice, ...], str, tuple[int, int]]:
    """Two axes, and the other indices those of the worst entry: rows and columns of a picture, else the last two."""
    axes = tuple(axis for axis, letter in enumerate(letters) if letter in ("H", "W"))
    if len(axes) != 2 or len(letters) != len(shape):
        axes = (len(shape) - 2, len(shape) - 1)
    index = tuple(slice(None) if axis in axes else worst[axis] for axis in range(len(shape)))
    label = "[" + ", ".join(":" if isinstance(each, slice) else str(each) for each in index) + "]"
    return index, label if len(shape) > 2 else "", (axes[0], axes[1])


def _cells(error: np.ndarray) -> tuple[str, ...]:
    """A character for each cell; a cell that stands for several entries shows the worst of them."""
    worst = _thinned(_thinned(error).T).T
    finite = np.isfinite(worst)
    largest = float(np.abs(worst[finite]).max(initial=0.0)) or 1.0
    tone = np.searchsorted(STEPS, np.round(np.abs(np.where(finite, worst, 0.0)) / largest, 6), side="left")
    signed = np.where(worst > 0, 2 + tone, 6 + tone)
    index = np.where(~finite, 0, np.where(worst == 0, 1, signed))
    return tuple("".join(row) for row in np.array(list("!.1234abcd"))[index])


def _thinned(error: np.ndarray) -> np.ndarray:
    """At most CELLS rows: of each block of rows, in each column, the entry of the largest size with its sign."""
    if len(error) <= CELLS:
        return error
    size = np.where(np.isfinite(error), np.abs(error), np.inf)
    edges = np.linspace(0, len(error), CELLS + 1).astype(int)
    picked = [size[start:stop].argmax(axis=0) + start for start, stop in pairwise(edges)]
    return np.stack([error[rows, np.arange(error.shape[1])] for rows in picked])


def _kept(length: int, needed: int) -> np.ndarray:
    """Which of so many points are drawn: evenly spread, first and last among them, and the one that is spoken of."""
    if length <= POINTS:
        return np.arange(length)
    spread = np.linspace(0, length - 1, POINTS - 1).round().astype(int)
    return np.unique(np.append(spread, min(needed, length - 1)))


# ---------------------------------------------------------------- numbers as they are kept


def _both(at: np.ndarray, got: np.ndarray, wanted: np.ndarray, limit: float) -> tuple[Line, ...]:
    x = tuple(map(float, at))
    return Line(YOURS, x, _ordinates(got, limit)), Line(EXPECTED, x, _ordinates(wanted, limit))


def _departure(got: np.ndarray, wanted: np.ndarray, error: np.ndarray, first: int) -> tuple[Entry, ...]:
    """The first steps that are off."""
    steps = [step for step in range(first, len(got)) if error[step] != 0][:WORST]
    return tuple(Entry(f"step {step}", *_pair(got[step], wanted[step])) for step in steps)


def _way(called: str, points: np.ndarray, limit: float) -> Line:
    """Through a plane; a point without one of its numbers has no height."""
    there = (np.abs(points) < HUGE).all(axis=1)
    x = np.where(there, _flushed(points[:, 0], limit), 0.0)
    return Line(called, tuple(map(_rounded, x)), _ordinates(np.where(there, points[:, 1], np.nan), limit))


def _ordinates(values: np.ndarray, floor: float) -> tuple[float | None, ...]:
    return tuple(_rounded(value) if abs(value) < HUGE else None for value in _flushed(values, floor))


def _flushed(values: np.ndarray, floor: float) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(np.abs(values) <= floor, 0.0, values))


def _pair(got: SupportsFloat, wanted: SupportsFloat) -> tuple[float | None, float | None]:
    """Both with as many digits as it takes to tell them apart, four at least."""
    one, two = float(got), float(wanted)
    if not (abs(one) < HUGE and abs(two) < HUGE):
        return (_rounded(one) if abs(one) < HUGE else None), (_rounded(two) if abs(two) < HUGE else None)
    digits = next((digits for digits in range(4, 12) if _rounded(one, digits) != _rounded(two, digits)), 12)
    return _rounded(one, digits), _rounded(two, digits)


def _rounded(value: float, digits: int = 4) -> float:
    return float(f"{value:.{digits}g}") + 0.0
