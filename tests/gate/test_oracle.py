"""The oracle differentiates our own references by another road than the checks do, and knows which roads are closed."""

from __future__ import annotations

import pytest

from grader.catalog import Course, bundled_root
from grader.checks import Gradient
from grader.oracle import opinions

ASSIGNMENT = Course(bundled_root(), bundled=True).assignment("linear_classifiers")


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("softmax_loss_vectorized", "a complex step"),
        ("squared_hinge_loss", "a complex step"),
        ("elastic_net_penalty", "an eighth-order stencil"),  # |W| is not analytic, though complex numbers pass through
        ("l1_penalty", "an eighth-order stencil"),
    ],
)
def test_the_course_that_comes_with_the_program_agrees_with_it(name, means):
    """Exactly where the code is analytic, and entry by entry where it is not."""
    exercise = ASSIGNMENT.exercises[name]
    for check in exercise.checks:
        if isinstance(check, Gradient):
            told = opinions(ASSIGNMENT, exercise, check)
            assert [each.fault for each in told] == [""] * len(told)
            assert {each.means for each in told} == {means}
