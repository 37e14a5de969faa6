"""Frames and values between the host and a worker. Both sides use this file; neither trusts the other with it.

A frame is two 8-byte big-endian lengths, a header of UTF-8 JSON, and a body of raw array bytes (little endian,
C order, one array after the other). The header holds a table of the arrays and a tree of plain values that refers
to them: {"arrays": [{"dtype": "float64", "shape": [3, 4]}], "message": {"$dict": {"W": {"$array": 0}}}}.

Nothing is unpickled, and nothing is allocated before it is known to be wanted: lengths, ranks, products of
dimensions and the total are checked first. Whatever is wrong is a `WireError` with one sentence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn, Protocol

import numpy as np

LENGTHS = 16
"""Bytes in front of the header: its length and the body's."""
CHUNK = 1 << 20
"""Read at most so much at a time, so that a claimed length costs nothing until the bytes come."""
DEPTH = 32
RANK = 32
"""numpy 1 allows 32 dimensions, numpy 2 allows 64; nobody's homework has more than a handful."""

_NAMES = (
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "float16", "float32", "float64", "complex64", "complex128",
)  # fmt: skip
DTYPES: dict[str, np.dtype[Any]] = {name: np.dtype(name).newbyteorder("<") for name in _NAMES}
_NAME_OF = {(dtype.kind, dtype.itemsize): name for name, dtype in DTYPES.items()}

# Submitted code may replace functions of modules; what an honest answer needs is kept here from before.
_array, _frombuffer = np.array, np.frombuffer
_encode_json = json.JSONEncoder(allow_nan=False, ensure_ascii=True, check_circular=False, separators=(",", ":")).encode
_generic, _ndarray = np.generic, np.ndarray


class WireError(Exception):
    """The frame is not one of ours: one sentence says why."""


class Stream(Protocol):
    """What frames travel on: raw files, pipes, wrapped sockets, BytesIO."""

    def read(self, size: int, /) -> bytes | None:
        """At most so many bytes; none at the end."""

    def write(self, data: memoryview | bytes, /) -> int | None:
        """How many bytes were taken; None means all of them."""


@dataclass(frozen=True)
class WireLimits:
    """The largest frame that is read."""

    header_bytes: int
    body_bytes: int
    arrays: int = 4096


TRUSTED = WireLimits(header_bytes=1 << 30, body_bytes=1 << 32, arrays=1 << 20)
"""For requests, which the host makes."""


# ---------------------------------------------------------------- writing


def send(stream: Stream, message: dict[str, Any]) -> None:
    """Writes one frame. TypeError names a value that has no place on the wire."""
    rest = memoryview(frame(message))
    while rest:
        taken = stream.write(rest)
        rest = rest[len(rest) if taken is None else taken :]
    flush = getattr(stream, "flush", None)
    if flush is not None:
        flush()


def frame(message: dict[str, Any]) -> bytes:
    """The frame as it travels. TypeError as of `send`."""
    table: list[dict[str, Any]] = []
    bodies: list[np.ndarray] = []
    tree = _plain(message, table, bodies)
    header = _encode_json({"arrays": table, "message": tree}).encode()
    body = sum(part.nbytes for part in bodies)
    return b"".join([len(header).to_bytes(8, "big"), body.to_bytes(8, "big"), header, *(part.data for part in bodies)])


def _plain(value: Any, table: list[dict[str, Any]], bodies: list[np.ndarray]) -> Any:
    """The JSON tree of a value; arrays go to the table and the body."""
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is float:
        return value if math.isfinite(value) else {"$float": repr(value)}
    if kind in (list, tuple):
        items = [_plain(item, table, bodies) for item in value]
        return items if kind is list else {"$tuple": items}
    if kind is dict:
        return {"$dict": {_key(key): _plain(item, table, bodies) for key, item in value.items()}}
    if kind is _ndarray:
        return {"$array": _enter(value, table, bodies)}
    if isinstance(value, _generic):
        return {"$scalar": _enter(_array(value), table, bodies)}
    raise TypeError(f"a {kind.__name__} cannot be sent over the wire")


def _key(key: Any) -> str:
    if type(key) is not str:
        raise TypeError(f"a dictionary with a key of type {type(key).__name__} cannot be sent over the wire")
    return key


def _enter(array: np.ndarray, table: list[dict[str, Any]], bodies: list[np.ndarray]) -> int:
    name = _NAME_OF.get((array.dtype.kind, array.dtype.itemsize))
    if name is None:
        raise TypeError(f"an array of dtype {array.dtype} cannot be sent over the wire")
    table.append({"dtype": name, "shape": list(array.shape)})
    bodies.append(array.astype(DTYPES[name], order="C", copy=False))
    return len(table) - 1


# ---------------------------------------------------------------- reading


def receive(stream: Stream, limits: WireLimits = TRUSTED) -> dict[str, Any]:
    """Reads one frame. EOFError at the end of the stream, also in mid-frame; WireError for anything malformed."""
    lengths = _read_all(stream, LENGTHS)
    header_length, body_length = int.from_bytes(lengths[:8], "big"), int.from_bytes(lengths[8:], "big")
    if header_length > limits.header_bytes:
        raise WireError(f"the answer's header has {header_length} bytes, more than {limits.header_bytes}")
    if body_length > limits.body_bytes:
        raise WireError(f"the answer's arrays have {body_length} bytes, more than {limits.body_bytes}")
    header = _parse(_read_all(stream, header_length))
    layout = _layout(header.get("arrays"), body_length, limits)
    body = _read_all(stream, body_length)
    message = _Reader(layout, body).value(header.get("message"))
    if not isinstance(message, dict):
        raise WireError("the answer is not a dictionary")
    return message


def _read_all(stream: Stream, size: int) -> bytearray:
    data = bytearray()
    while len(data) < size:
        part = stream.read(min(CHUNK, size - len(data)))
        if not part:
            raise EOFError
        data += part
    return data


def _no_constant(name: str) -> NoReturn:
    raise WireError(f"the answer's header holds {name}")


_decode_json = json.JSONDecoder(parse_constant=_no_constant).decode


def _parse(header: bytearray) -> dict[str, Any]:
    try:
        tree = _decode_json(header.decode())
    except (ValueError, RecursionError):  # JSONDecodeError, UnicodeDecodeError and too long integers are ValueErrors
        raise WireError("the answer's header is not JSON") from None
    if not isinstance(tree, dict):
        raise WireError("the answer's header is not a dictionary")
    return tree


class _Slot(NamedTuple):
    """Where one array lies in the body."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    offset: int
    entries: int


def _layout(table: Any, body_length: int, limits: WireLimits) -> list[_Slot]:
    if not isinstance(table, list) or len(table) > limits.arrays:
        raise WireError("the answer has no table of arrays, or too long a one")
    slots: list[_Slot] = []
    offset = 0
    for entry in table:
        slot = _slot(entry, offset, limits)
        offset += slot.entries * slot.dtype.itemsize
        slots.append(slot)
    if offset != body_length:
        raise WireError(f"the answer's arrays should have {offset} bytes and have {body_length}")
    return slots


def _slot(entry: Any, offset: int, limits: WireLimits) -> _Slot:
    if not isinstance(entry, dict):
        raise WireError("an array's description is not a dictionary")
    name, shape = entry.get("dtype"), entry.get("shape")
    if not isinstance(name, str) or name not in DTYPES:
        raise WireError("an array has an unknown dtype")
    if not isinstance(shape, list) or len(shape) > RANK:
        raise WireError("an array has no shape, or one of too many dimensions")
    for size in shape:
        if type(size) is not int or not 0 <= size <= limits.body_bytes:
            raise WireError("an array has an impossible shape")
    dtype, count = DTYPES[name], math.prod(shape)
    # Zeros are left out, so that (0, 2**60) cannot hide an extent that numpy would choke on.
    extent = (count or math.prod(size for size in shape if size)) * dtype.itemsize
    if extent > limits.body_bytes:
        raise WireError(f"an array of shape {tuple(shape)} is too large"[:200])
    return _Slot(dtype, tuple(shape), offset, count)


class _Reader:
    """Turns the JSON tree back to values."""

    def __init__(self, layout: list[_Slot], body: bytearray) -> None:
        self._layout, self._body = layout, body
        self._taken: set[int] = set()
        self._marks: dict[str, Callable[[Any, int], Any]] = {
            "$float": self._float,
            "$tuple": self._tuple,
            "$dict": self._dict,
            "$array": self._array,
            "$scalar": self._scalar,
        }

    def value(self, tree: Any, depth: int = 0) -> Any:
        if depth > DEPTH:
            raise WireError("the answer is nested too deeply")
        if isinstance(tree, list):
            return self._items(tree, depth)
        if not isinstance(tree, dict):
            return tree
        if len(tree) != 1 or (mark := next(iter(tree))) not in self._marks:
            raise WireError("the answer holds an unmarked dictionary")
        return self._marks[mark](tree[mark], depth)

    def _items(self, items: Any, depth: int) -> list[Any]:
        if not isinstance(items, list):
            raise WireError("the answer holds a sequence that is none")
        return [self.value(item, depth + 1) for item in items]

    def _tuple(self, items: Any, depth: int) -> tuple[Any, ...]:
        return tuple(self._items(items, depth))

    def _dict(self, items: Any, depth: int) -> dict[str, Any]:
        if not isinstance(items, dict):
            raise WireError("the answer holds a dictionary that is none")
        return {key: self.value(item, depth + 1) for key, item in items.items()}

    def _float(self, text: Any, _depth: int) -> float:
        if text not in ("nan", "inf", "-inf"):
            raise WireError("the answer holds a float that is none")
        return float(text)

    def _array(self, index: Any, _depth: int) -> np.ndarray:
        if type(index) is not int or not 0 <= index < len(self._layout):
            raise WireError("the answer refers to an array that it does not hold")
        if index in self._taken:  # each reference costs a copy: a header full of them would be a bomb
            raise WireError("the answer refers twice to the same array")
        self._taken.add(index)
        slot = self._layout[index]
        flat = _frombuffer(self._body, dtype=slot.dtype, count=slot.entries, offset=slot.offset if slot.entries else 0)
        return _array(flat.reshape(slot.shape))  # copied: aligned, writable, and owning its memory

    def _scalar(self, index: Any, depth: int) -> Any:
        array = self._array(index, depth)
        if array.ndim:
            raise WireError("the answer holds a scalar with dimensions")
        return array[()]
