"""Arrays are compared in a fixed order, relative to their largest entry, and non-finite is never close."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from grader.checks.comparison import alike, compare

FINITE = st.floats(-1e6, 1e6)
SHAPED = arrays(np.float64, array_shapes(max_dims=3, max_side=4), elements=FINITE)


@given(SHAPED)
def test_an_array_is_close_to_itself(array):
    assert compare("dW", array, array) is None
    assert alike(array, array)


@given(SHAPED)
def test_rounding_of_the_last_digits_is_no_error(array):
    assert compare("dW", array * (1 + 1e-13), array) is None


@given(SHAPED, st.sampled_from([np.nan, np.inf, -np.inf]), st.data())
def test_one_entry_that_is_not_finite_is_always_found(array, bad, data):
    spoilt = array.copy()
    spoilt.flat[data.draw(st.integers(0, array.size - 1))] = bad
    mismatch = compare("dW", spoilt, array)
    assert mismatch is not None
    assert mismatch.kind == "finite"


@given(arrays(np.float64, array_shapes(max_dims=2, max_side=4), elements=st.floats(0.5, 2.0)), st.data())
def test_one_wrong_entry_is_found_and_named_by_its_place(array, data):
    place = data.draw(st.integers(0, array.size - 1))
    wrong = array.copy()
    wrong.flat[place] += 1e-6
    mismatch = compare("dW", wrong, array)
    assert mismatch is not None
    assert mismatch.kind == "value"
    index = ", ".join(str(int(i)) for i in np.unravel_index(place, array.shape))
    assert f"[{index}]" in mismatch.message


@pytest.mark.parametrize(
    ("seen", "expected", "kind", "words"),
    [
        (None, np.zeros(3), "missing", "was not returned"),
        (np.zeros((4, 3)), np.zeros((3, 4)), "shape", "transposed?"),
        (np.zeros((1, 3)), np.zeros(3), "shape", "an axis of length 1"),
        (np.zeros(1), np.float64(0), "shape", "a single number"),
        (np.zeros(3, np.float32), np.zeros(3), "dtype", "float32"),
        (np.zeros(3, complex), np.zeros(3), "dtype", "complex"),
        (np.array([1.0, np.nan]), np.ones(2), "finite", "nan"),
        (np.array([1.0, 1.1]), np.ones(2), "value", "1.1, expected 1"),
    ],
)
def test_the_first_thing_that_is_wrong_is_told(seen, expected, kind, words):
    mismatch = compare("dW", seen, np.asarray(expected))
    assert mismatch is not None
    assert mismatch.kind == kind
    assert words in mismatch.message


def test_what_is_said_of_a_hidden_case_holds_no_number():
    rng = np.random.default_rng(0)
    right = rng.standard_normal((5, 3))
    for wrong in (right * 2, right.T, right.astype(np.float32), right + np.nan, right[:, :2]):
        mismatch = compare("dW", wrong, right, shapes={"dW": "D C"}, letters={"D": 5, "C": 3})
        assert mismatch is not None
        said = mismatch.discreet.replace("float32", "").replace("float64", "")
        assert not any(char.isdigit() for char in said), said


def test_shapes_are_named_by_their_letters():
    mismatch = compare("dW", np.zeros((3, 5)), np.zeros((5, 3)), shapes={"dW": "D C"}, letters={"D": 5, "C": 3})
    assert mismatch is not None
    assert mismatch.discreet == "dW has shape (C, D); expected (D, C): transposed?"


def test_whole_numbers_may_stand_for_floats_and_floats_for_labels():
    assert compare("loss", np.array(0), np.array(0.0)) is None
    assert compare("labels", np.array([1.0, 2.0]), np.array([1, 2])) is None
    assert compare("labels", np.array([1.0, 2.5]), np.array([1, 2])) is not None


def test_a_small_entry_beside_large_ones_is_no_more_exact_than_they_are():
    right = np.array([1e6, 1e-8])
    assert compare("dW", right + np.array([0.0, 1e-9]), right) is None


def test_the_same_answer_in_float32_is_recognised_in_other_roundings():
    """A mistake is known by its numbers in single precision, too; numbers that really differ are not taken for it."""
    wrong = np.linspace(-1, 1, 7, dtype=np.float32)
    rounded = wrong * np.float32(1 + 3e-7)
    assert alike(rounded, wrong)
    assert alike(rounded.astype(np.float64), wrong)
    assert not alike(rounded.astype(np.float64), wrong.astype(np.float64))
    assert not alike(wrong * np.float32(1.001), wrong)


def test_the_same_sum_in_float32_is_the_same_answer_in_any_order():
    numbers = np.random.default_rng(0).standard_normal((1000, 4)).astype(np.float32)
    forwards, backwards = numbers.cumsum(axis=0)[-1], numbers[::-1].cumsum(axis=0)[-1]
    assert not np.array_equal(forwards, backwards)
    assert alike(forwards, backwards)
    assert not alike(forwards, backwards * np.float32(1.001))
    assert not alike(forwards.astype(float), backwards.astype(float))
