"""A descent is held against the reference's after as many steps; two users of one thing must not meet in it."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import Apart, Reaches
from grader.expect import perform_run
from grader.model import BASE, Drawn, Observation, Run, Seen, Status, Verdict

WANTED = 10.0 * 0.9 ** np.arange(101)


def judged(curve, check=None):
    check = check or Reaches("loss", within=2.0)
    case = Drawn("case", {}, visible=True)
    seen = Seen({BASE: Observation(Status.OK, {} if curve is None else {"loss": np.asarray(curve)})})
    return check.judge(case, seen, Seen({BASE: Observation(Status.OK, {"loss": WANTED})}))


@pytest.mark.parametrize(
    "curve",
    [WANTED, 10.0 * 0.895 ** np.arange(101), np.r_[10.0, np.linspace(9, 1e-9, 85), np.full(15, 1e-9)]],
    ids=["the same", "quicker", "another way"],
)
def test_what_arrives_passes(curve):
    """Whichever way it comes."""
    assert judged(curve).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("curve", "words"),
    [
        (10.0 * 0.95 ** np.arange(101), "does not come down as it should in 100 steps: from 10 to"),
        (np.full(101, 10.0), "does not come down"),
        (np.r_[WANTED[:40], np.full(61, np.inf)], "runs away: after 40 steps"),
        (np.r_[WANTED[:40], np.nan, WANTED[41:]], "runs away: after 40 steps"),
        (np.zeros(101), "a curve of 101 values that begins before the first step"),
        (WANTED[1:], "a curve of 101 values"),
        (None, "a curve of 101 values"),
        (np.full(101, np.nan), "a curve of 101 values"),
    ],
)
def test_what_does_not_arrive_is_told(curve, words):
    finding = judged(curve)
    assert finding.verdict is Verdict.FAIL
    assert words in finding.message
    assert not any(letter.isdigit() for letter in finding.discreet.replace("100 steps", "").replace("101 values", ""))


def test_a_reference_that_has_arrived_asks_for_no_digits_of_rounding():
    """1e-30 and 1e-25 are both zero beside a first loss of 10."""
    case, check = Drawn("case", {}, visible=True), Reaches("loss")
    ours, theirs = np.geomspace(10, 1e-30, 50), np.geomspace(10, 1e-25, 50)
    seen = Seen({BASE: Observation(Status.OK, {"loss": theirs})})
    assert check.judge(case, seen, Seen({BASE: Observation(Status.OK, {"loss": ours})})).verdict is Verdict.PASS


# ---------------------------------------------------------------- two in turn


def sums(student, numbers, *, in_turn=False):
    """The probe: running sums, of one series or of two in turn."""
    one, two = student(), student()
    path = []
    for number in numbers:
        path.append(one(number))
        if in_turn:
            two(100 * number)
    return {"sums": np.array(path)}


class Own:
    def __init__(self):
        self.total = 0.0

    def __call__(self, number):
        self.total += number
        return self.total


class Shared(Own):
    total = 0.0

    def __init__(self):
        """The total is that of the class."""

    def __call__(self, number):
        Shared.total += number
        return Shared.total


class Stumbles(Own):
    made = 0

    def __call__(self, number):
        if number > 99:
            raise ValueError("too much")
        return super().__call__(number)


def in_turn(student):
    check, inputs = Apart("sums"), {"numbers": np.array([1.0, 2.0, 3.0])}
    case = Drawn("case", inputs, visible=True)
    runs = [Run(BASE, inputs), *check.needs(case)]
    seen = Seen({run.label: perform_run(sums, student, run) for run in runs})
    return check.judge(case, seen, seen)


def test_what_keeps_to_itself_passes():
    assert in_turn(Own).verdict is Verdict.PASS


def test_what_is_shared_is_told():
    """By what usually shares it."""
    finding = in_turn(Shared)
    assert finding.verdict is Verdict.FAIL
    assert "config={}" in finding.message
    assert finding.discreet == finding.message


def test_what_raises_in_company_is_told_so():
    assert "too much" in in_turn(Stumbles).message
    assert "when two are used in turn" in in_turn(Stumbles).message
