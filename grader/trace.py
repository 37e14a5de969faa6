"""How a submission's functions were called in one run, as its own process tells it: read, and compared with values.

What is told is plain (see `grader/sandbox/inside/trace.py`) and taken for hostile: `read` raises where it is no trace.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from grader.checks.comparison import alike

NOTHING: Mapping[str, Any] = {"arrays": [], "calls": []}
"""A trace without calls, as it is told."""
OPAQUE = object()
"""Stands for a value that did not travel."""
UNKNOWN = -1
"""Number of what is no object of its own."""
_DEEPEST = 8
NUMBERS = (bool, int, float, np.generic, np.ndarray)

Tags: TypeAlias = Mapping[int, Container[int]]
"""By identity of a value of ours, the numbers of those objects of theirs that it stands for."""
ANY = range(1 << 62)
"""The numbers of all objects."""


@dataclass(frozen=True, eq=False)
class Piece:
    """A value that went into a call or came out of it."""

    value: Any
    """An array, a number, a text, None; a list, tuple or dict of pieces; or OPAQUE."""
    number: int = UNKNOWN
    """Equal numbers of one trace are the same object."""

    @property
    def parts(self) -> list[Piece] | None:
        """Of a list or tuple; None of anything else."""
        return list(self.value) if isinstance(self.value, list | tuple) else None

    def plain(self) -> Any:
        """A copy of the value; ValueError if it, or a part of it, did not travel."""
        if self.value is OPAQUE:
            raise ValueError("it did not travel")
        if isinstance(self.value, list | tuple):
            return type(self.value)(part.plain() for part in self.value)
        if isinstance(self.value, dict):
            return {key: part.plain() for key, part in self.value.items()}
        return self.value.copy() if isinstance(self.value, np.ndarray) else self.value


@dataclass(frozen=True, eq=False)
class Traced:
    """One call."""

    name: str
    given: tuple[Piece, ...]
    named: Mapping[str, Piece]
    gave: Piece


def read(told: Any) -> tuple[Traced, ...]:
    """The calls in their order. AttributeError, LookupError, TypeError or ValueError where they are no trace."""
    arrays, calls = told["arrays"], told["calls"]
    if not isinstance(arrays, list) or not all(type(each) is np.ndarray for each in arrays):
        raise TypeError("the arrays of a trace are arrays")
    return tuple(_call(each, arrays) for each in calls)


def _call(told: Any, arrays: Sequence[np.ndarray]) -> Traced:
    given = tuple(_piece(node, arrays) for node in told["given"])
    named = {key: _piece(node, arrays) for key, node in told["named"].items()}
    if type(told["name"]) is not str:
        raise TypeError("a function has a name")
    return Traced(told["name"], given, named, _piece(told["gave"], arrays))


def _piece(node: Any, arrays: Sequence[np.ndarray], depth: int = 0) -> Piece:
    kind, *rest = node
    if depth > _DEEPEST or (kind != "plain" and (type(rest[-1]) is not int or rest[-1] < UNKNOWN)):
        raise ValueError("this is no piece of a trace")
    if kind == "plain":
        return Piece(_plain(*rest))
    if kind == "opaque":
        return Piece(OPAQUE, *rest)
    if kind == "array":
        return Piece(arrays[_place(rest[0])], rest[1])
    if kind == "dict":
        return Piece({key: _piece(each, arrays, depth + 1) for key, each in rest[0].items()}, rest[1])
    return Piece({"list": list, "tuple": tuple}[kind](_piece(each, arrays, depth + 1) for each in rest[0]), rest[1])


def _plain(value: Any) -> Any:
    if value is not None and type(value) not in (bool, int, float, str):
        raise TypeError("this is no plain value")
    return value


def _place(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise IndexError("this is no place in a list")
    return value


def fits(ours: Any, piece: Piece, tags: Tags) -> bool:
    """Whether this value of ours is what theirs was: an object that stands for it, or the same numbers to rounding."""
    if piece.number in tags.get(id(ours), ()):
        return True
    theirs = piece.value
    if isinstance(ours, NUMBERS):
        return isinstance(theirs, NUMBERS) and same_numbers(theirs, ours)
    if isinstance(ours, list | tuple):
        parts = piece.parts
        return parts is not None and len(parts) == len(ours) and all(map(fits, ours, parts, [tags] * len(parts)))
    if isinstance(ours, dict):
        alike_keys = isinstance(theirs, dict) and theirs.keys() == ours.keys()
        return alike_keys and all(fits(ours[key], theirs[key], tags) for key in ours)
    return type(ours) is type(theirs) and (ours is None or (isinstance(ours, str) and ours == theirs))


def same_numbers(theirs: Any, ours: Any) -> bool:
    """Whether two arrays or numbers are the same answer."""
    one, two = np.asarray(theirs), np.asarray(ours)
    return all(each.dtype.kind in "biufc" for each in (one, two)) and alike(one, two)
