"""Where in an array something is wrong, in the letters of its shape: for class 3 only, in the border pixels only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from grader.checks.wording import entry

NOUNS = {"N": "example", "D": "feature", "C": "class", "F": "filter", "H": "row", "W": "column", "M": "unit"}
"""What the letters of a shape count."""
PARTS = 8
"""Blocks along one axis that are examined in one round: two rounds find one place among 64, and a stretch of others."""


@dataclass(frozen=True, eq=False)
class Region:
    """A part of an array: a block along one axis, or the border of the pictures, or all but that."""

    mask: np.ndarray
    axis: int | None = None
    start: int = 0
    stop: int = 0
    border: bool = False


def regions(shape: Sequence[int], letters: Sequence[str], within: Mapping[int, tuple[int, int]]) -> list[Region]:
    """Blocks along each axis, of the parts `within` which the error is known to lie; border and inside of pictures."""
    made: list[Region] = []
    for axis in range(len(shape)):
        start, stop = within.get(axis, (0, shape[axis]))
        edges = np.unique(np.linspace(start, stop, min(PARTS, stop - start) + 1).astype(int))
        made += [_block(shape, axis, int(a), int(b)) for a, b in pairwise(edges)]
    if within:
        return made
    edge = border(shape, letters)
    return made + ([Region(edge, border=True), Region(~edge)] if edge is not None else [])


def _block(shape: Sequence[int], axis: int, start: int, stop: int) -> Region:
    index = np.arange(shape[axis]).reshape([-1 if each == axis else 1 for each in range(len(shape))])
    return Region(np.broadcast_to((index >= start) & (index < stop), shape), axis, start, stop)


def border(shape: Sequence[int], letters: Sequence[str]) -> np.ndarray | None:
    """The outermost pixels of arrays with axes H and W; None for others, and where nothing lies inside."""
    axes = [axis for axis, letter in enumerate(letters) if letter in ("H", "W")]
    if len(axes) != 2 or any(shape[axis] < 3 for axis in axes):
        return None
    mask = np.zeros(shape, dtype=bool)
    for axis in axes:
        for place in (0, -1):
            mask[(slice(None),) * axis + (place,)] = True
    return mask


def blocks_of(mask: np.ndarray, axis: int) -> np.ndarray:
    """The indices along this axis where anything is marked."""
    return np.flatnonzero(mask.any(axis=tuple(other for other in range(mask.ndim) if other != axis)))


def in_words(mask: np.ndarray, letters: Sequence[str]) -> tuple[str, str]:
    """Where the marked entries lie, with places and without; both empty if they are all over the array."""
    if not mask.ndim or mask.all() or not mask.any():
        return "", ""
    if mask.sum() == 1 and mask.ndim:
        return f"in the entry {entry(np.argwhere(mask)[0])} only", "in one entry only"
    said = _along_axes([blocks_of(mask, axis) for axis in range(mask.ndim)], mask.shape, letters)
    edge = border(mask.shape, letters)
    if any(said) or edge is None:
        return said
    return _of_pictures(at_border=bool(mask[edge].any()), inside=bool(mask[~edge].any()))


def of_regions(wrong: Sequence[Region], examined: Sequence[Region], letters: Sequence[str]) -> tuple[str, str]:
    """The same from regions that were found wrong among those examined."""
    shape = examined[0].mask.shape
    places = []
    for axis in range(len(shape)):
        mine = [np.arange(region.start, region.stop) for region in wrong if region.axis == axis]
        places.append(np.concatenate(mine) if mine else np.arange(shape[axis]))
    pictures = _of_pictures(at_border=any(each.border for each in wrong), inside=any(map(_inside, wrong)))
    return tuple(one or two for one, two in zip(_along_axes(places, shape, letters), pictures, strict=True))  # type: ignore[return-value]


def narrowed(wrong: Sequence[Region], shape: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By axis, the one wrong block that is worth a closer look; empty if there is none."""
    found = {}
    for axis in range(len(shape)):
        mine = [region for region in wrong if region.axis == axis]
        if len(mine) == 1 and mine[0].stop - mine[0].start > 1:
            found[axis] = (mine[0].start, mine[0].stop)
    return found


def _of_pictures(*, at_border: bool, inside: bool) -> tuple[str, str]:
    if at_border == inside:
        return "", ""
    said = "in the border pixels only" if at_border else "inside the border pixels only"
    return said, said


def _inside(region: Region) -> bool:
    return region.axis is None and not region.border


def _along_axes(places: Sequence[np.ndarray], shape: Sequence[int], letters: Sequence[str]) -> tuple[str, str]:
    parts = list(_parts(places, shape, letters))
    if not parts:
        return "", ""
    return tuple(" and ".join(words) + " only" for words in zip(*parts, strict=True))  # type: ignore[return-value]


def _parts(places: Sequence[np.ndarray], shape: Sequence[int], letters: Sequence[str]) -> Iterator[tuple[str, str]]:
    """For each axis along which at most half is wrong: which of it."""
    for axis, found in enumerate(places):
        what = noun(axis, letters)
        if 2 * len(found) > shape[axis] or not len(found):
            continue
        if len(found) == 1:
            last = ", the last" if found[0] == shape[axis] - 1 else ", the first" if found[0] == 0 else ""
            yield f"for {what} {found[0]}{last}", f"for {last[2:] or 'one'} {what}"
        else:
            run = np.all(np.diff(found) == 1)
            listed = f"{found[0]} to {found[-1]}" if run else ", ".join(map(str, found[:6]))
            more = "" if run or len(found) <= 6 else ", …"
            yield f"for {_plural(what)} {listed}{more}", f"for some {_plural(what)}"


def noun(axis: int, letters: Sequence[str]) -> str:
    """What the indices of this axis count: `class`, or `index of axis 1` where its letter is not known."""
    letter = letters[axis] if axis < len(letters) else ""
    if letter == "C" and {"H", "W"} & set(letters):
        return "channel"
    return NOUNS.get(letter, f"index of {letter}" if letter else f"index of axis {axis}")


def _plural(noun: str) -> str:
    return "indices" + noun[5:] if noun.startswith("index") else noun + ("es" if noun.endswith("s") else "s")
