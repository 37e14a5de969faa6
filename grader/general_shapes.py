"""Where no known mistake fits: the general shapes that a wrong array can have beside the right one.

A shape is told only when it fits on every case where the output is wrong, and on at least two that differ in size, so
that a factor that happens to equal N on one case is not called N. For a single number any ratio is constant: only
named ratios that repeat over cases count.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, Protocol

import numpy as np

from grader.checks.comparison import ATOL, SINGLE, alike, bound, real
from grader.checks.whereabouts import in_words
from grader.model import Drawn, Observation


class Compared(Protocol):
    """A case with what was seen and what was expected of it."""

    @property
    def case(self) -> Drawn:
        """The case."""

    @property
    def seen(self) -> Observation:
        """What the student's code gave."""

    @property
    def expected(self) -> Observation:
        """What ours gave."""


Factor = Callable[[Mapping[str, int]], float]

FACTORS: dict[str, Factor] = {
    "twice what is expected": lambda _: 2.0,
    "half of what is expected": lambda _: 0.5,
    "the negative of what is expected": lambda _: -1.0,
    "too small by ln 10 (a logarithm to base 10?)": lambda _: 1 / math.log(10),
    "too large by 1/ln 2 (a logarithm to base 2?)": lambda _: 1 / math.log(2),
    "N times what is expected: not averaged over the batch": lambda sizes: sizes.get("N", math.nan),
    "the expected divided by N: averaged twice?": lambda sizes: 1 / sizes.get("N", math.nan),
    "C times what is expected": lambda sizes: sizes.get("C", math.nan),
    "the expected divided by C": lambda sizes: 1 / sizes.get("C", math.nan),
    "D times what is expected": lambda sizes: sizes.get("D", math.nan),
    "the expected divided by D": lambda sizes: 1 / sizes.get("D", math.nan),
    "N·C times what is expected": lambda sizes: sizes.get("N", math.nan) * sizes.get("C", math.nan),
    "the expected divided by N·C: averaged over the classes too?": lambda sizes: (
        1 / (sizes.get("N", math.nan) * sizes.get("C", math.nan))
    ),
}
"""Ratios that have a name; a ratio of 1, where N is 1, decides nothing."""


def shape_of_error(output: str, compared: Sequence[Compared]) -> str:
    """One sentence on how the wrong output relates to the expected one; empty if no general shape fits."""
    asked = [each for each in compared if output in each.expected.arrays]
    pairs = [(each, each.seen.arrays.get(output), each.expected.arrays[output]) for each in asked]
    wrong = [(each, seen, wanted) for each, seen, wanted in pairs if seen is not None and not alike(seen, wanted)]
    if wrong and all(seen.ndim == 2 and alike(seen.T, wanted) for _, seen, wanted in wrong):
        return f"{output} is transposed"
    words = _other_axes(output, wrong)
    if words:
        return words
    shaped = [(each, real(seen), wanted) for each, seen, wanted in wrong if seen.shape == wanted.shape]
    if len(shaped) != len(wrong) or len(shaped) < 2 or not all(np.isfinite(seen).all() for _, seen, _ in shaped):
        return ""
    right = [real(seen) for each, seen, _ in pairs if seen is not None and not any(each is one for one, _, _ in wrong)]
    words = _constant(output, shaped, right)
    if words:
        return words
    for shape in SHAPES:
        words = shape(output, shaped)
        if words:
            return words
    return ""


Triple = tuple[Any, np.ndarray, np.ndarray]


def _other_axes(output: str, wrong: Sequence[Triple]) -> str:
    """The right numbers, not yet added up along an axis, or with an axis of length 1 too many."""
    numeric = [(real(seen), wanted) for _, seen, wanted in wrong if seen.dtype.kind in "biuf" and seen.size]
    if len(numeric) != len(wrong) or all(seen.shape == wanted.shape for seen, wanted in numeric):
        return ""
    if all(seen.ndim == wanted.ndim + 1 and alike(seen.squeeze(), wanted.squeeze()) for seen, wanted in numeric):
        return f"{output} has an axis of length 1 too many: leave keepdims out, or index it away"
    if all(seen.ndim > wanted.ndim == 0 and alike(seen.sum(), wanted) for seen, wanted in numeric):
        return f"{output} is not added up: it should be a single number, the sum over all entries"
    for axis in range(max(seen.ndim for seen, _ in numeric)):
        if all(seen.ndim == wanted.ndim + 1 > axis and alike(seen.sum(axis), wanted) for seen, wanted in numeric):
            return f"{output} is not added up along its axis {axis}: sum over it"
        if all(wanted.ndim == seen.ndim + 1 > axis and alike(seen, wanted.sum(axis)) for seen, wanted in numeric):
            return f"{output} is added up along an axis too many, axis {axis}"
    return ""


def _constant(output: str, shaped: Sequence[Triple], right: Sequence[np.ndarray]) -> str:
    """The same number on every case, also where that happens to be right; or zero wherever it is wrong."""
    numbers = {float(value) for seen in (*(seen for _, seen, _ in shaped), *right) for value in seen.flat}
    if all(abs(value) <= ATOL for value in numbers):
        return f"{output} is always zero: it is not computed yet, or not kept"
    if len(numbers) == 1:
        return f"{output} is always {numbers.pop():.4g}, whatever the inputs are"
    zero = not any(seen.any() for _, seen, _ in shaped)
    return f"{output} is zero in every case where it is wrong: nothing reaches it there" if zero else ""


def _echo(output: str, shaped: Sequence[Triple]) -> str:
    """An input handed back."""
    for name in shaped[0][0].case.inputs:
        echoed = [each.case.inputs.get(name) for each, _, _ in shaped]
        if all(
            isinstance(given, np.ndarray) and alike(seen, given)
            for given, (_, seen, _) in zip(echoed, shaped, strict=True)
        ):
            return f"{output} is the input {name} itself"
    return ""


def _factor(output: str, shaped: Sequence[Triple]) -> str:
    for words, factor in FACTORS.items():
        if all(alike(seen, factor(each.case.letters) * wanted) for each, seen, wanted in shaped):
            return f"{output} is {words}"
    return ""


def _fixed_number(output: str, shaped: Sequence[Triple]) -> str:
    """Seen / expected = L / m on every case, for a letter L that varies and one number m: m was written for L."""
    ratios = [_ratio(seen, wanted) for _, seen, wanted in shaped]
    if any(ratio is None for ratio in ratios):
        return ""
    for letter in shaped[0][0].case.letters:
        sizes = [each.case.letters.get(letter, 0) for each, _, _ in shaped]
        fixed = [size / ratio for size, ratio in zip(sizes, ratios, strict=True) if ratio]
        if len(set(sizes)) > 1 and len(fixed) == len(ratios) and np.ptp(fixed) <= 1e-6 * max(fixed):
            return f"{output} is divided by {fixed[0]:.4g} on every case: divide by {letter}, which varies"
    return ""


def _rounded(output: str, shaped: Sequence[Triple]) -> str:
    """Whole numbers, made of the right ones."""
    if all(alike(seen, np.floor(wanted)) for _, seen, wanted in shaped):
        return f"{output} is rounded down to a whole number: is `//` used where `/` is meant?"
    if all(alike(seen, np.trunc(wanted)) for _, seen, wanted in shaped):
        return f"{output} is cut off to whole numbers: is it kept in an array of integers?"
    if all(alike(seen, np.rint(wanted)) for _, seen, wanted in shaped):
        return f"{output} is rounded to whole numbers: leave it as it is"
    return ""


def _ratio(seen: np.ndarray, wanted: np.ndarray) -> float | None:
    """The one number k with seen = k · wanted; None if there is none."""
    size = float(np.sum(wanted * wanted))
    ratio = float(np.sum(seen * wanted)) / size if size else 0.0
    return ratio if ratio and alike(seen, ratio * wanted) else None


def _single_precision(output: str, shaped: Sequence[Triple]) -> str:
    """Never further off than rounding in float32 explains."""
    if all(np.max(np.abs(seen - wanted), initial=0.0) <= bound(wanted, SINGLE, ATOL) for _, seen, wanted in shaped):
        return (
            f"{output} is right to about seven digits and no further: does something on its way become float32, or is"
            " a tiny constant added?"
        )
    return ""


MULTIPLES = (-2.0, -1.0, -0.5, 0.5, 1.0, 2.0)


def _multiple(output: str, shaped: Sequence[Triple]) -> str:
    """Seen = expected + k · an input, or k · reg · an input."""
    inputs = shaped[0][0].case.inputs
    strengths = [""] + [name for name, value in inputs.items() if isinstance(value, float)]
    for name, strength, k in product(inputs, strengths, MULTIPLES):
        terms = [_term(each, name, strength, k, wanted.shape) for each, _, wanted in shaped]
        if all(
            term is not None and term.any() and alike(seen, wanted + term)
            for term, (_, seen, wanted) in zip(terms, shaped, strict=True)
        ):
            unit = f"{strength}·{name}" if strength else name
            return f"{output} has {abs(k):g}·{unit} {'too much' if k > 0 else 'missing'}"
    return ""


def _term(each: Compared, name: str, strength: str, k: float, shape: tuple[int, ...]) -> np.ndarray | None:
    term = each.case.inputs.get(name)
    if not isinstance(term, np.ndarray) or term.shape != shape or not shape:
        return None
    return k * (float(each.case.inputs[strength]) if strength else 1.0) * term


def _offset(output: str, shaped: Sequence[Triple]) -> str:
    gaps = [seen - wanted for _, seen, wanted in shaped]
    for words, offset in (("1 too large", 1.0), ("1 too small", -1.0)):
        if all(alike(gap, np.full_like(gap, offset)) for gap in gaps):
            return f"{output} is {words}" + (" in every entry" if gaps[0].ndim else "")
    return ""


def _region(output: str, shaped: Sequence[Triple]) -> str:
    """Wrong in part only, and in the same part everywhere: one row, one column, the last of an axis."""
    spelled = shaped[0][0].case.shapes.get(output, "").split()
    for axis, place in ((axis, place) for axis in range(shaped[0][2].ndim) for place in (0, -1)):
        # Of one entry or two, the first is the last or the other half: such a case decides nothing.
        telling = [(seen, wanted) for _, seen, wanted in shaped if wanted.ndim <= axis or wanted.shape[axis] > 2]
        if len(telling) > 1 and all(_only(seen, wanted, axis, place) for seen, wanted in telling):
            where = "first" if place == 0 else "last"
            along = f"{spelled[axis]}" if axis < len(spelled) else f"axis {axis}"
            return f"{output} is wrong in its {where} entry along {along} only: does a loop miss it?"
    return ""


def _pictures(output: str, shaped: Sequence[Triple]) -> str:
    """Wrong at the border of pictures only, or only inside of it, on every case: padding, or what overlaps."""
    letters = shaped[0][0].case.shapes.get(output, "").split()
    told = {in_words(_off(seen, wanted), letters)[1] for _, seen, wanted in shaped}
    words = told.pop() if len(told) == 1 else ""
    if "border" not in words:
        return ""
    return f"{output} is wrong {words}" + (": look at the padding" if words.startswith("in the border") else "")


def _triangle(output: str, shaped: Sequence[Triple]) -> str:
    """A square matrix that is wrong on one side of its diagonal, on it, or everywhere but on it."""
    offs = [_off(seen, wanted) for _, seen, wanted in shaped]
    if any(off.ndim != 2 or off.shape[0] != off.shape[1] or len(off) < 2 for off in offs) or max(map(len, offs)) < 3:
        return ""
    for words, part in TRIANGLES.items():
        parts = [part(np.ones(off.shape, dtype=bool)) for off in offs]
        inside = all(not (off & ~part).any() for off, part in zip(offs, parts, strict=True))
        if inside and 2 * sum(int(off.sum()) for off in offs) >= sum(int(part.sum()) for part in parts):
            return f"{output} is wrong {words}"
    return ""


TRIANGLES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "below its diagonal only: does a loop leave out that half?": lambda ones: np.tril(ones, -1),
    "above its diagonal only: does a loop leave out that half?": lambda ones: np.triu(ones, 1),
    "on its diagonal only": lambda ones: np.tril(np.triu(ones)),
    "everywhere but on its diagonal": lambda ones: ~np.tril(np.triu(ones)),
}
"""Parts of a square matrix, made of a matrix of ones."""


def _where_signed(output: str, shaped: Sequence[Triple]) -> str:
    """Entry by entry, wrong where an input is negative and right elsewhere, or the other way round."""
    offs = [_off(seen, wanted) for _, seen, wanted in shaped]
    for name, (words, sign) in product(shaped[0][0].case.inputs, (("negative", -1.0), ("positive", 1.0))):
        given = [each.case.inputs.get(name) for each, _, _ in shaped]
        signed = [
            sign * values > 0
            for values, off in zip(given, offs, strict=True)
            if isinstance(values, np.ndarray) and values.shape == off.shape and values.dtype.kind == "f"
        ]
        if len(signed) != len(offs) or any((off & ~part).any() for off, part in zip(offs, signed, strict=True)):
            continue
        wrong, marked = (sum(int(part.sum()) for part in parts) for parts in (offs, signed))
        # A zero where zero is right, of a unit that is off, say, speaks for no rule of signs.
        elsewhere = (wanted[~part] for part, (_, _, wanted) in zip(signed, shaped, strict=True))
        if wrong >= FEWEST and 2 * wrong >= marked and sum(np.count_nonzero(rest) for rest in elsewhere) >= FEWEST:
            return f"{output} is wrong where {name} is {words}, and right elsewhere"
    return ""


FEWEST = 8
"""Entries on either side before a sign is said to decide: fewer may fall on one side by chance."""


def _off(seen: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Which entries are not the expected ones."""
    return np.asarray(~(np.abs(seen - wanted) <= bound(wanted, 1e-9, ATOL)))


def _only(seen: np.ndarray, wanted: np.ndarray, axis: int, place: int) -> bool:
    """Whether everything but this slice is right, and there is something but this slice."""
    if seen.ndim != wanted.ndim or wanted.ndim <= axis:
        return False
    rest = np.arange(wanted.shape[axis])[1:] if place == 0 else np.arange(wanted.shape[axis])[:-1]
    return alike(np.take(seen, rest, axis), np.take(wanted, rest, axis))


def _misplaced(output: str, shaped: Sequence[Triple]) -> str:
    """The right numbers in the wrong places."""
    if all(seen.size > 2 and alike(np.sort(seen, axis=None), np.sort(wanted, axis=None)) for _, seen, wanted in shaped):
        return f"{output} has the right numbers in the wrong places: look at the order of reshape and transpose"
    return ""


SHAPES: tuple[Callable[[str, Sequence[Triple]], str], ...] = (
    _echo,
    _factor,
    _multiple,
    _offset,
    _rounded,
    _single_precision,
    _region,
    _pictures,
    _triangle,
    _where_signed,
    _misplaced,
    _fixed_number,
)
"""Tried in this order behind a constant, the plainest first."""
