"""A descent is held against the reference's after as many steps: what arrives passes, whichever way it comes."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import Reaches
from grader.model import BASE, Drawn, Observation, Seen, Status, Verdict

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
