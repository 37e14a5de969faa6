"""What a probe returned, made exact: plain numpy arrays of numbers, or one sentence on why that cannot be.

Runs in the worker, so that whatever a strange object does when it is looked at, it does there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .wire import DTYPES

NUMBERS = frozenset("biufc")
_ndarray, _array, _generic, _matrix = np.ndarray, np.array, np.generic, np.matrix
_masked, _any_masked = np.ma.MaskedArray, np.ma.is_masked
_LONG = {"f": DTYPES["float64"], "c": DTYPES["complex128"]}


class MalformedError(Exception):
    """What came back is no array of numbers: one sentence names the output and says what it is instead."""


def exact_arrays(returned: Any, limit: int) -> dict[str, np.ndarray]:
    """Every output as an exact ndarray; together at most `limit` bytes."""
    if type(returned) is not dict or not all(type(name) is str for name in returned):
        raise MalformedError("the probe returned no dictionary of outputs")
    for name in returned:
        if not name.isidentifier():
            raise MalformedError(f"an output is named {name!r}: names of outputs are Python names, like dW or loss_2")
    arrays = {name: exact_array(name, value, limit) for name, value in returned.items()}
    total = sum(array.nbytes for array in arrays.values())
    if total > limit:
        raise MalformedError(f"the outputs have {total:,} bytes together, more than the {limit:,} that are read")
    return arrays


def exact_array(name: str, value: Any, limit: int) -> np.ndarray:
    """One output as an exact ndarray of a dtype that the wire knows, in native byte order."""
    kind = type(value)
    if value is None:
        raise MalformedError(f"{name} is None: does the function return it?")
    if kind is list or kind is tuple:  # a class may say that it equals another; only identity is asked
        value = _from_sequence(name, value)
    elif any(kind is number for number in (bool, int, float, complex)):
        value = _from_number(name, value)
    elif isinstance(value, _generic):
        value = _array(value)
    elif kind is _matrix:
        value = _ndarray.view(value, _ndarray)  # numpy's own two-dimensional array of old: the numbers are what counts
    elif kind is _masked:
        if _any_masked(value):
            raise MalformedError(f"{name} is a numpy MaskedArray with masked entries, not an array of numbers")
        value = _ndarray.view(value, _ndarray)
    elif kind is not _ndarray:
        raise MalformedError(f"{name} is {_article(kind)}, not an array of numbers")
    return _numeric(name, value, limit)


def _from_sequence(name: str, value: Any) -> np.ndarray:
    """Lists of numbers are honest answers; numpy says whether they are that."""
    try:
        array = _array(value)
    except Exception:  # noqa: BLE001 - ragged rows, or whatever a strange element raises
        raise MalformedError(f"{name} is a {type(value).__name__} that makes no array of numbers") from None
    if array.dtype.kind not in NUMBERS:
        raise MalformedError(f"{name} is a {type(value).__name__} of something else than numbers")
    return array


def _from_number(name: str, value: Any) -> np.ndarray:
    array = _array(value)
    if array.dtype.kind not in NUMBERS:
        raise MalformedError(f"{name} is an integer of more than 64 bits")
    return array


def _numeric(name: str, array: np.ndarray, limit: int) -> np.ndarray:
    if array.dtype.kind == "O" and array.nbytes <= limit:
        array = _unboxed(array)
    kind = array.dtype.kind
    if kind not in NUMBERS:
        raise MalformedError(f"{name} is an array of dtype {str(array.dtype)[:40]}, not of numbers")
    if array.nbytes > limit:
        raise MalformedError(f"{name} has shape {array.shape}, too large to be read")
    if kind in _LONG and array.dtype.itemsize > _LONG[kind].itemsize:
        return array.astype(_LONG[kind])  # long doubles differ between machines; no course asks for them
    return array


def _unboxed(array: np.ndarray) -> np.ndarray:
    """Plain numbers that numpy keeps as objects, as `np.frompyfunc` returns them; anything else as it was."""
    plain = (bool, int, float)
    if not all(any(type(entry) is kind for kind in plain) or isinstance(entry, _generic) for entry in array.flat):
        return array
    numbers = _array(_ndarray.tolist(array))
    return numbers if numbers.dtype.kind in NUMBERS else array


def _article(kind: type) -> str:
    name = getattr(kind, "__name__", "object")
    module = getattr(kind, "__module__", "")
    if module.partition(".")[0] in ("numpy", "torch", "tensorflow", "pandas", "scipy", "jax", "sympy"):
        name = f"{module.partition('.')[0]} {name}"
    name = name[:60]
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"
