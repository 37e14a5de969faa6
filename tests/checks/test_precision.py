"""Float32 inputs are answered in float32, as exactly as float32 can."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from grader.authoring import BASE, Drawn, Run, Seen, SinglePrecision, Verdict
from grader.expect import perform_run
from grader.model import Finding

INPUTS = {"x": np.random.default_rng(4).standard_normal((30, 40)), "times": 3}
Function = Callable[[np.ndarray, int], np.ndarray]


def right(x: np.ndarray, times: int) -> np.ndarray:
    return times * x.sum(axis=1)


def judged(function: Function) -> Finding:
    check, case = SinglePrecision("sums"), Drawn("case", INPUTS, visible=True)
    runs = [Run(BASE, INPUTS), *check.needs(case)]

    def seen(made: Function) -> Seen:
        return Seen({run.label: perform_run(lambda f, x, times: {"sums": f(x, times)}, made, run) for run in runs})

    found = check.judge(case, seen(function), seen(right))
    assert isinstance(found, Finding)
    return found


@pytest.mark.parametrize(
    "function",
    [
        right,
        lambda x, times: times * x[:, ::-1].cumsum(axis=1)[:, -1],
        lambda x, times: times * x.astype(np.float64).sum(axis=1),
        lambda x, times: np.array([np.float32(times) * sum(row) for row in x]),
    ],
)
def test_right_sums_pass_in_any_order_and_in_more_precision(function: Function) -> None:
    """The tolerance is measured on the reference."""
    found = judged(function)
    assert found.verdict is Verdict.PASS, found.message


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x, times: right(x, times).astype(np.float16), "float16"),
        (lambda x, times: right(x.astype(np.float16), times).astype(np.float32), "sums is off"),
        (lambda x, times: right(x, times) * (1.0 if x.dtype == np.float64 else 1.001), "when the inputs are float32"),
        (lambda x, times: right(x, times) if x.dtype == np.float64 else 1 / 0, "ZeroDivisionError"),
    ],
)
def test_what_is_wrong_in_float32_alone_is_told(function: Function, words: str) -> None:
    """Less precision, other numbers, no answer at all."""
    found = judged(function)
    assert found.verdict is Verdict.FAIL
    assert words in found.message
