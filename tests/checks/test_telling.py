"""An answer tells something only if no constant could have given it."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks.close import is_telling


@pytest.mark.parametrize("constant", [0.0, 1.0, -3.5, np.nan, np.inf])
def test_an_array_of_one_number_tells_nothing(constant):
    """Not even where the number is nan, which equals nothing, itself included."""
    assert not is_telling(np.full((3, 2), constant))
    assert not is_telling(np.zeros((0, 2)))


def test_an_array_of_different_numbers_tells_something():
    assert is_telling(np.array([1.0, 2.0]))
    assert is_telling(np.array([1.0, np.nan]))
    assert is_telling(np.float64(0.3))
    assert not is_telling(np.float64(np.nan))
