"""Frozen nouns as JSON and back: exact, whatever fields they have or will have, and without what is as usual."""

from __future__ import annotations

import base64
import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

Noun = TypeVar("Noun")
Reader = Callable[[Any], Any]

LEFT_OUT = ("margin",)
"""How far a number was off, in units of the tolerance: no report tells it, and without it equal findings are equal."""


def frozen(noun: Any) -> bytes:
    """The JSON of a dataclass of these: text, numbers, bytes, arrays, enums, tuples, mappings, dataclasses."""
    return json.dumps(_told(noun), separators=(",", ":")).encode()


def thawed(kind: type[Noun], text: bytes | str) -> Noun:
    """What `frozen` was given; fields that it does not know are left out. ValueError or TypeError if it is another."""
    wanted: Any = kind
    made: Noun = _reader(wanted)(json.loads(text))
    return made


def _told(value: Any) -> Any:  # noqa: PLR0911 - one for each kind
    if value is None or type(value) in (bool, int, float, str):
        return value
    if dataclasses.is_dataclass(value):
        kind: Any = type(value)
        return {name: _told(getattr(value, name)) for name, usual in _usual(kind) if _odd(value, name, usual)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _told(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_told(each) for each in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, np.ndarray):
        return [value.dtype.str, list(value.shape), base64.b64encode(value.tobytes()).decode()]
    raise TypeError(f"a {type(value).__name__} has no place in a ledger")


def _odd(value: Any, name: str, usual: Any) -> bool:
    given = getattr(value, name)
    return not (type(given) is type(usual) and not isinstance(given, np.ndarray) and given == usual)


@cache
def _usual(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Its fields with what they are if nothing is said."""
    fields = [each for each in dataclasses.fields(kind) if each.name not in LEFT_OUT]
    return tuple((each.name, each.default) for each in fields)


@cache
def _reader(hint: Any) -> Reader:  # noqa: PLR0911 - one for each kind
    """How a value of this type is read."""
    origin, inner = get_origin(hint), get_args(hint)
    if dataclasses.is_dataclass(hint):
        return _dataclass_reader(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if origin in (Union, types.UnionType):
        some = _reader(next(each for each in inner if each is not type(None)))
        return lambda value: None if value is None else some(value)
    if origin is tuple:
        each = [_reader(one) for one in inner if one is not Ellipsis]
        if len(inner) == 2 and inner[1] is Ellipsis:
            return lambda value: tuple(map(each[0], value))
        return lambda value: tuple(read(one) for read, one in zip(each, value, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        of = _reader(inner[1])
        return lambda value: {key: of(one) for key, one in value.items()}
    if hint is bytes:
        return base64.b64decode
    if hint is np.ndarray or origin is np.ndarray:
        return _array
    return lambda value: value


def _dataclass_reader(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = {each.name: _reader(hints[each.name]) for each in dataclasses.fields(kind)}
    return lambda value: kind(**{name: readers[name](one) for name, one in value.items() if name in readers})


def _array(value: Any) -> np.ndarray:
    dtype, shape, data = value
    return np.frombuffer(base64.b64decode(data), np.dtype(dtype)).reshape(shape).copy()
