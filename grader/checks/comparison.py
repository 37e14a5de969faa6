"""Comparing one array with what was expected, in a fixed order: present, shape, dtype, finite, close.

The tolerance is relative to the array's largest expected entry, not taken entry by entry: rounding errors of sums scale
with the sum, so a small entry beside large ones is no more exact than they are (Higham, Accuracy and Stability of
Numerical Algorithms, ch. 4). Among right implementations in float64 the largest deviation seen is 6e-14 of that
scale, the nearest other convention starts at 2e-7; 1e-10 stands between them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grader.checks.wording import amount, entry, in_brackets, number, shape_words

RTOL = 1e-10
ATOL = 1e-12
"""Where the expected array is zero throughout, a right answer may still be a few roundings of O(1) terms away."""
SINGLE = 128 * float(np.finfo(np.float32).eps)
"""About 1.5e-5: what a sum or a walk of some dozens of roundings in float32 may cost, with room to spare."""


@dataclass(frozen=True)
class Mismatch:
    """Why an array is not the expected one."""

    kind: str
    """missing, shape, dtype, finite or value."""
    message: str
    discreet: str


def compare(  # noqa: PLR0913, PLR0917 - two arrays, two tolerances, two kinds of words
    name: str,
    seen: np.ndarray | None,
    expected: np.ndarray,
    rtol: float = RTOL,
    atol: float = ATOL,
    shapes: Mapping[str, str] | None = None,
    letters: Mapping[str, int] | None = None,
) -> Mismatch | None:
    """The first thing that is wrong with `seen`, or None."""
    if seen is None:
        return Mismatch("missing", f"{name} was not returned", f"{name} was not returned")
    if _plainly_close(seen, expected, rtol, atol):
        return None
    return (
        _shape(name, seen, expected, (shapes or {}).get(name), letters or {})
        or _dtype(name, seen, expected)
        or _finite(name, seen, expected)
        or _value(name, seen, expected, rtol, atol)
    )


def _plainly_close(seen: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> bool:
    """The usual case, quickly: float64 as expected, all of it finite and close. NaN compares as not close."""
    if seen.shape != expected.shape or seen.dtype != np.float64 or expected.dtype != np.float64:
        return False
    with np.errstate(invalid="ignore"):
        return float(np.abs(seen - expected).max(initial=0.0)) <= bound(expected, rtol, atol) < math.inf


def deviation(seen: np.ndarray | None, expected: np.ndarray, rtol: float = RTOL, atol: float = ATOL) -> float:
    """The largest difference, in units of what is no error; infinite where the two cannot be compared."""
    if seen is None or seen.shape != expected.shape:
        return float("inf")
    one, two = real(seen), real(expected)
    difference = np.abs(np.where(one == two, 0.0, one - two))
    worst = float(np.max(difference, initial=0.0)) / bound(two[np.isfinite(two)], rtol, atol)
    return worst if np.isfinite(worst) else float("inf")


def alike(seen: np.ndarray | None, expected: np.ndarray, rtol: float | None = None, atol: float = ATOL) -> bool:
    """Whether two arrays are the same answer, right or wrong: non-finite entries equal as such, the rest close.

    Without an `rtol` close is within 1e-9; where one of them is float32, within what float32 costs.
    """
    if seen is None or seen.shape != expected.shape:
        return False
    if rtol is None:
        rtol = SINGLE if any(array.dtype == np.float32 for array in (seen, expected)) else 1e-9
    if _plainly_close(seen, expected, rtol, atol):
        return True
    one, two = real(seen), real(expected)
    finite = np.isfinite(two)
    if not np.array_equal(finite, np.isfinite(one)) or not np.array_equal(one[~finite], two[~finite], equal_nan=True):
        return False
    return bool(np.all(np.abs(one[finite] - two[finite]) <= bound(two[finite], rtol, atol)))


def bound(expected: np.ndarray, rtol: float, atol: float) -> float:
    """The largest difference that is no error: atol + rtol * max|expected|."""
    return atol + rtol * float(np.max(np.abs(expected), initial=0.0))


def _shape(
    name: str, seen: np.ndarray, expected: np.ndarray, spelled: str | None, letters: Mapping[str, int]
) -> Mismatch | None:
    if seen.shape == expected.shape:
        return None
    got = shape_words(seen.shape, letters)
    wanted = in_brackets(spelled.split()) if spelled else shape_words(expected.shape, letters)
    guess = ""
    if seen.ndim == expected.ndim > 1 and seen.shape == expected.shape[::-1]:
        guess = ": transposed?"
    elif seen.size == expected.size:
        guess = ": an axis of length 1 too many or too few?"
    if expected.ndim == 0:
        wanted = "a single number"
    said = f"{name} has shape {got}; expected {wanted}{guess}"
    numbers = f" {expected.shape}" if expected.ndim and spelled else ""
    return Mismatch("shape", f"{name} has shape {seen.shape}; expected {wanted}{numbers}{guess}", said)


def _dtype(name: str, seen: np.ndarray, expected: np.ndarray) -> Mismatch | None:
    """Whole numbers may stand for floats and floats for labels, as long as the values agree; lost precision may not."""
    if seen.dtype.kind == "c":
        said = f"{name} is complex; expected real numbers"
        return Mismatch("dtype", said, said)
    narrow = seen.dtype.kind == "f" and expected.dtype.kind == "f" and seen.dtype.itemsize < expected.dtype.itemsize
    if narrow and seen.ndim:
        said = f"{name} is {seen.dtype}; expected {expected.dtype}, the precision of the inputs"
        return Mismatch("dtype", said, said)
    return None


def _finite(name: str, seen: np.ndarray, expected: np.ndarray) -> Mismatch | None:
    bad = ~np.isfinite(real(seen)) & np.isfinite(real(expected))
    if not bad.any():
        return None
    kind = "nan" if np.isnan(real(seen)[bad]).any() else "infinite"
    where = f" at {entry(tuple(np.argwhere(bad)[0]))}" if seen.ndim else ""
    how = f"{name} is {kind}{where}" if not seen.ndim else f"{name} is {kind} in {amount(bad)}"
    return Mismatch("finite", how + (f", first{where}" if seen.ndim else ""), f"{name} is not finite ({kind})")


def _value(name: str, seen: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> Mismatch | None:
    got, wanted = real(seen), real(expected)
    limit = bound(wanted[np.isfinite(wanted)], rtol, atol)
    with np.errstate(invalid="ignore"):
        difference = np.where(got == wanted, 0.0, np.abs(got - wanted))
    off = ~(difference <= limit)
    if not off.any():
        return None
    if not seen.ndim:
        return Mismatch(
            "value",
            f"{name} is {number(float(got))}; expected {_beside(float(wanted), float(got))}",
            f"{name} has another value than expected",
        )
    worst = np.unravel_index(int(np.argmax(np.where(np.isnan(difference), np.inf, difference))), seen.shape)
    values = f"{number(got[worst])}, expected {_beside(wanted[worst], got[worst])}"
    return Mismatch(
        "value",
        f"{name} is off in {amount(off)}, most at {entry(worst)}: {values}",
        f"{name} is off in {amount(off, exact=False)}",
    )


def _beside(wanted: float, got: float) -> str:
    """The expected number; with the difference, where the two would print alike."""
    return number(wanted) + (f", {number(got - wanted)} away" if number(wanted) == number(got) else "")


def single_number(array: np.ndarray | None) -> float | None:
    """The one real number that the array is; None if it is missing, complex or more than one."""
    return None if array is None or array.ndim or array.dtype.kind == "c" else float(array)


def real(array: np.ndarray) -> np.ndarray:
    """As float64; of complex numbers the real part."""
    return array.astype(np.float64) if array.dtype.kind in "biuf" else np.real(array).astype(np.float64)
