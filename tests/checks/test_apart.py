"""Two users of one thing must not meet in it: what each remembers is its own."""

from __future__ import annotations

import numpy as np

from grader.checks import Apart
from grader.expect import perform_run
from grader.model import BASE, Drawn, Run, Seen, Verdict


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
