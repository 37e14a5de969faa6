"""Frames: what is sent comes back as it was; what is malformed is refused before anything is allocated."""

from __future__ import annotations

import io
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from grader.sandbox.inside.wire import DTYPES, WireError, WireLimits, frame, receive, send

SMALL = WireLimits(header_bytes=10_000, body_bytes=10_000, arrays=10)


def crossed(message: dict[str, Any]) -> dict[str, Any]:
    stream = io.BytesIO()
    send(stream, message)
    stream.seek(0)
    return receive(stream)


def raw(header: Any, body: bytes = b"", claim: int | None = None) -> io.BytesIO:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    lengths = len(text).to_bytes(8, "big") + (len(body) if claim is None else claim).to_bytes(8, "big")
    return io.BytesIO(lengths + text + body)


def one_array(shape: Any, dtype: Any = "float64", body: bytes = b"") -> io.BytesIO:
    tree = {"$dict": {"a": {"$array": 0}}}
    return raw({"arrays": [{"dtype": dtype, "shape": shape}], "message": tree}, body)


arrays = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda name: nps.arrays(DTYPES[name], nps.array_shapes(min_dims=0, min_side=0))
)
plain = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text()
trees = st.recursive(
    plain | arrays,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(), inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=8,
)


def same(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray):
        alike = type(after) is np.ndarray and before.dtype == after.dtype and before.shape == after.shape
        return alike and before.tobytes() == after.tobytes()
    if type(before) is not type(after):
        return False
    if isinstance(before, dict):
        return list(before) == list(after) and all(same(before[key], after[key]) for key in before)
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(same, before, after))
    return before == after or (isinstance(before, float) and math.isnan(before) and math.isnan(after))


@given(st.dictionaries(st.text(), trees, max_size=4))
def test_every_value_crosses_unchanged(message):
    assert same(message, crossed(message))


def test_numpy_scalars_stay_scalars_of_their_type():
    value = crossed({"reg": np.float32(0.5)})["reg"]
    assert type(value) is np.float32
    assert value == np.float32(0.5)


def test_big_endian_and_fortran_arrays_arrive_native_and_equal():
    array = np.asfortranarray(np.arange(6.0).reshape(2, 3)).astype(">f8")
    back = crossed({"a": array})["a"]
    assert back.dtype.isnative
    assert np.array_equal(back, array)


@pytest.mark.parametrize("value", [object(), np.array(["a"]), np.array([None]), {1: 2}, {"s"}, np.longdouble(1)])
def test_what_has_no_place_on_the_wire_is_named(value):
    with pytest.raises(TypeError, match="cannot be sent"):
        frame({"value": value})


@pytest.mark.parametrize(
    ("shape", "dtype"),
    [
        ([2**60], "float64"),
        ([0, 2**60], "float64"),
        ([2**31, 2**31, 2**31], "bool"),
        ([-1], "float64"),
        ([1.5], "float64"),
        ([True], "float64"),
        ("3", "float64"),
        ([1] * 40, "float64"),
        (None, "float64"),
        ([1], "object"),
        ([1], "O8"),
        ([1], "<U5"),
        ([1], ["float64"]),
        ([1], None),
    ],
)
def test_an_impossible_array_is_refused(shape, dtype):
    with pytest.raises(WireError):
        receive(one_array(shape, dtype), SMALL)


@pytest.mark.parametrize(
    "header",
    [
        b"{",
        b"\xff",
        b"[" * 5000,
        b"1" * 5000,
        b'{"arrays": [], "message": NaN}',
        [],
        {},
        {"arrays": [], "message": 1},
        {"arrays": [], "message": {"op": "ran"}},
        {"arrays": [], "message": {"$dict": []}},
        {"arrays": [], "message": {"$dict": {"a": {"$array": 0}}}},
        {"arrays": [], "message": {"$dict": {"a": {"$array": -1}}}},
        {"arrays": [], "message": {"$dict": {"a": {"$float": "1e400"}}}},
        {"arrays": [], "message": {"$dict": {"a": {"$float": []}}}},
        {"arrays": [], "message": {"$dict": {"a": {"$tuple": {}}}}},
        {"arrays": [], "message": {"$dict": {"a": {"$pickle": "gASV"}}}},
        {"arrays": {}, "message": {"$dict": {}}},
        {"arrays": [1], "message": {"$dict": {}}},
        {"arrays": [{"dtype": "bool", "shape": []}] * 11, "message": {"$dict": {}}},
        {"arrays": [{"dtype": "bool", "shape": [2]}], "message": {"$dict": {}}},
    ],
)
def test_a_malformed_header_is_refused_with_a_sentence(header):
    with pytest.raises(WireError):
        receive(raw(header), SMALL)


def test_a_header_nested_too_deeply_is_refused():
    tree: Any = 1
    for _ in range(100):
        tree = [tree]
    with pytest.raises(WireError, match="deeply"):
        receive(raw({"arrays": [], "message": {"$dict": {"a": tree}}}), SMALL)


def test_lengths_beyond_the_limits_are_refused_unread():
    for lengths in ((2**63, 0), (0, 2**63), (10_001, 0), (2, 10_001)):
        stream = io.BytesIO(b"".join(length.to_bytes(8, "big") for length in lengths) + b"{}")
        with pytest.raises(WireError):
            receive(stream, SMALL)


def test_a_body_longer_or_shorter_than_its_arrays_is_refused():
    for body in (b"\0" * 7, b"\0" * 9):
        with pytest.raises(WireError, match="bytes"):
            receive(one_array([1], body=body), SMALL)


def test_a_stream_that_ends_early_is_an_end_and_no_answer():
    whole = frame({"a": np.arange(3.0)})
    for cut in range(len(whole)):
        with pytest.raises(EOFError):
            receive(io.BytesIO(whole[:cut]), SMALL)


@given(st.binary(max_size=200))
def test_noise_is_never_more_than_refused(noise):
    try:
        receive(io.BytesIO(noise), SMALL)
    except (WireError, EOFError):
        return


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["$dict", "$array", "$scalar", "$tuple", "$float", "arrays", "message", "dtype", "shape", "a"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=20,
)
entries = st.fixed_dictionaries(
    {"dtype": st.sampled_from([*DTYPES, "O", ""]), "shape": st.lists(st.integers(-2, 2**62)) | json_values}
)


@given(
    st.fixed_dictionaries({"arrays": st.lists(entries, max_size=3) | json_values, "message": json_values}),
    st.binary(max_size=64),
    st.none() | st.integers(0, 2**64 - 1),
)
def test_forged_headers_are_never_more_than_refused(header, body, claim):
    try:
        message = receive(raw(header, body, claim), SMALL)
    except (WireError, EOFError):
        return
    assert isinstance(message, dict)


def test_an_array_that_is_referred_to_twice_is_refused():
    """Each reference would be a copy: a small header could ask for more memory than the machine has."""
    tree = {"$dict": {"a": [{"$array": 0}, {"$array": 0}]}}
    with pytest.raises(WireError, match="twice"):
        receive(raw({"arrays": [{"dtype": "uint8", "shape": [4]}], "message": tree}, b"abcd"), SMALL)
