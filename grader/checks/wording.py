"""Numbers, shapes and places in words. Printed numbers are rounded, so that a report is the same on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import SupportsFloat, SupportsInt

import numpy as np


def number(value: SupportsFloat) -> str:
    """Four significant digits: enough to recognise, few enough to be the same on every machine."""
    return f"{float(value):.4g}"


def entry(index: Iterable[SupportsInt]) -> str:
    """[2, 1]."""
    return "[" + ", ".join(str(int(i)) for i in index) + "]"


def amount(flags: np.ndarray, *, exact: bool = True) -> str:
    """How many entries are flagged, in numbers or, for hidden cases, in words only."""
    count, total = int(flags.sum()), int(flags.size)
    if count == total:
        return "every entry"
    if exact:
        return f"{count} of {total} entries"
    return "one entry" if count == 1 else "most entries" if 2 * count > total else "some entries"


def shape_words(shape: Sequence[int], letters: Mapping[str, int]) -> str:
    """The shape by the letters that the case gives its sizes: (C, D); a size without a letter stays a number.

    Where two letters have the same size the first is taken: cases are drawn with all sizes different.
    """
    if not shape:
        return "()"
    named = {size: letter for letter, size in reversed(list(letters.items()))}
    words = [named.get(int(size), str(int(size)) if int(size) == 1 or not letters else "?") for size in shape]
    return in_brackets(words)


def in_brackets(words: Sequence[str]) -> str:
    """(C, D), and (N,) for a single one."""
    return "(" + ", ".join(words) + ("," if len(words) == 1 else "") + ")"
