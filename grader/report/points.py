"""How points are written: one rule for machines, one for people."""

from __future__ import annotations


def rounded(value: float) -> int | float:
    """`value` to six decimals, as an int where it is whole.

    Six decimals are finer than any rubric and coarser than the order in which shares are summed, so that the
    same judgement is the same bytes everywhere. Minus zero becomes zero; what is not finite stays so.
    """
    near = round(float(value), 6)
    return int(near) if near.is_integer() else near


def shown(value: float) -> str:
    """`value` for a person: at most two decimals, none where they say nothing (`7`, `7.5`, `3.33`)."""
    near = round(float(value), 2)
    return str(int(near)) if near.is_integer() else f"{near:.2f}".rstrip("0")


def counted(value: float) -> str:
    """`1 point`, `2.5 points`."""
    number = shown(value)
    return f"{number} point" if number == "1" else f"{number} points"


def lost(earned: float, out_of: float, ungraded: float) -> int | float:
    """Points that were decided against the student: neither earned nor still open."""
    return max(rounded(out_of - earned - ungraded), 0)
