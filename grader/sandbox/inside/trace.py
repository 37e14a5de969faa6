"""How submitted code calls its own functions in one run: with what, and what they gave.

For one run every binding of such a function in the submission's files stands for a wrapper that writes its calls down;
afterwards all is as it was. Arrays and numbers are kept by value, as they were at the time: what goes in is copied
before the call. What is an object of its own keeps a number, so that one can see that the cache which a backward pass
is given is the one that a certain forward pass has made, whatever it is made of.

Told as plain values for the wire: {"arrays": [...], "calls": [{"name": ..., "given": [node...], "named": {...: node},
"gave": node}]}. A node is a list that begins with its kind: ["array", place in "arrays", number], ["plain", value],
["list" or "tuple", [node...], number], ["dict", {key: node}, number], ["opaque", number]. Arrays with the same content
are told once. A call that raises is not told. Where it becomes too much, or anything goes wrong, nothing is told.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from .wire import DTYPES

MOST_BYTES = 4 << 20
"""Of all different arrays together: a hundred times what a network of the course has in its hands."""
MOST_NODES, MOST_CALLS, MOST_ARRAYS = 20_000, 2000, 2000
DEEPEST, LONGEST = 4, 64
"""Levels of containers, and pieces of one, that are looked into. Beyond, it is an object like any other."""

# Kept from before submitted code could replace them.
_ndarray, _generic, _array, _copy = np.ndarray, np.generic, np.array, np.copy
_signature, _id, _type, _isinstance = inspect.signature, id, type, isinstance
_NAMES = frozenset((dtype.kind, dtype.itemsize) for dtype in DTYPES.values())
_WIDEST = 1 << 53

Node = list[Any]
Namespace = dict[str, Any]


class TooMuchError(Exception):
    """More than is written down."""


class Tracer:
    """Writes down the calls of some functions while it is `on`."""

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._functions = functions
        self._calls: list[dict[str, Any]] = []
        self._arrays: list[np.ndarray] = []
        self._places: dict[tuple[Any, ...], int] = {}
        self._numbers: dict[int, int] = {}
        self._alive: list[Any] = []
        """Whatever has a number: else another object might get its identity."""
        self._bytes = self._nodes = 0
        self._given_up = False

    @contextmanager
    def on(self, namespaces: Iterable[Namespace]) -> Iterator[None]:
        """In these namespaces, wrappers stand for the functions meanwhile."""
        namespaces = list(namespaces)
        wrappers = {_id(function): self._wrapped(name, function) for name, function in self._functions.items()}
        _replace(namespaces, wrappers)
        try:
            yield
        finally:
            _replace(namespaces, {_id(wrapper): wrapper.__wrapped__ for wrapper in wrappers.values()})

    def told(self) -> dict[str, Any] | None:
        """The calls as plain values; None where there were too many."""
        return None if self._given_up else {"arrays": self._arrays, "calls": self._calls}

    def _wrapped(self, name: str, function: Callable[..., Any]) -> Any:
        @functools.wraps(function)
        def wrapper(*given: Any, **named: Any) -> Any:
            before = self._written(lambda: self._arguments(function, given, named))
            returned = function(*given, **named)
            if before is not None:
                self._written(lambda: self._calls.append({"name": name, **before, "gave": self._node(returned)}))
            return returned

        wrapper.__wrapped__ = function
        return wrapper

    def _written(self, write: Callable[[], Any]) -> Any:
        """What could be written; nothing more once it is too much, and never an error in the midst of the run."""
        if self._given_up:
            return None
        try:
            if len(self._calls) >= MOST_CALLS:
                raise TooMuchError  # noqa: TRY301 - it ends like all others
            return write()
        except Exception:  # noqa: BLE001 - objects may do anything when they are looked at
            self._given_up = True
            return None

    def _arguments(self, function: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
        """In the order of the signature, however they were given."""
        try:
            bound = _signature(function).bind(*given, **named)
            given, named = bound.args, bound.kwargs
        except (TypeError, ValueError):
            pass  # the call is about to raise, or has no signature that can be had
        return {
            "given": [self._node(each) for each in given],
            "named": {name: self._node(each) for name, each in named.items()},
        }

    def _node(self, value: Any, depth: int = 0) -> Node:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise TooMuchError
        kind = _type(value)
        if value is None or kind is bool or kind is float or (kind is int and abs(value) < _WIDEST):
            return ["plain", value]
        if kind is str and len(value) <= LONGEST:
            return ["plain", value]
        if _isinstance(value, _generic):
            return ["array", self._place(_array(value)), -1] if _can_travel(_array(value)) else self._opaque(value)
        if kind is _ndarray and _can_travel(value):
            return ["array", self._place(value), self._number(value)]
        if kind in (list, tuple, dict) and len(value) <= LONGEST and depth < DEEPEST:
            return self._container(value, kind, depth + 1)
        return self._opaque(value)

    def _container(self, value: Any, kind: type, depth: int) -> Node:
        if kind is not dict:
            return [kind.__name__, [self._node(each, depth) for each in value], self._number(value)]
        if not all(_type(key) is str for key in value):
            return self._opaque(value)
        return ["dict", {key: self._node(each, depth) for key, each in value.items()}, self._number(value)]

    def _opaque(self, value: Any) -> Node:
        return ["opaque", self._number(value)]

    def _number(self, value: Any) -> int:
        if _id(value) not in self._numbers:
            self._numbers[_id(value)] = len(self._numbers)
            self._alive.append(value)
        return self._numbers[_id(value)]

    def _place(self, array: np.ndarray) -> int:
        """Where its content stands among the arrays."""
        if array.nbytes > MOST_BYTES:
            raise TooMuchError
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self._places:
            self._bytes += array.nbytes
            if self._bytes > MOST_BYTES or len(self._arrays) >= MOST_ARRAYS:
                raise TooMuchError
            self._places[key] = len(self._arrays)
            self._arrays.append(_copy(array))
        return self._places[key]


def _can_travel(array: np.ndarray) -> bool:
    return (array.dtype.kind, array.dtype.itemsize) in _NAMES and array.dtype.isnative


def _replace(namespaces: Iterable[Namespace], others: Mapping[int, Any]) -> None:
    for namespace in namespaces:
        for name, value in list(namespace.items()):
            if _id(value) in others:
                namespace[name] = others[_id(value)]
