"""A path is told by the first step where it leaves the expected one, and by how its steps relate to those expected."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import Trajectory
from grader.expect import perform_run
from grader.model import BASE, Drawn, Run, Seen, Verdict

CHECK = Trajectory("path", start="w", along=("gradients", "rates"))


def walk(student, w, gradients, rates=None):
    """The probe: `student` is a rule that gets a state and returns the next."""
    state, path = None, []
    for step, gradient in enumerate(gradients):
        w, state = student(w, gradient, state, 1.0 if rates is None else rates[step])
        path.append(w)
    return {"path": np.array(path)}


def fading(fade=0.5, sign=-1.0, length=1.0):
    """A rule with a fading memory of gradients."""

    def rule(w, gradient, state, rate):
        state = fade * (0 if state is None else state) + rate * gradient
        return w + sign * length * state, state

    return rule


def counting(count):
    """A rule whose steps get shorter by a count of its own: count(k) in step k = 1, 2, …"""

    def rule(w, gradient, state, rate):
        state = (state or 0) + 1
        return w - gradient / count(state), state

    return rule


def late(w, gradient, state, rate):
    """Moves by the memory of the steps before."""
    state = np.zeros_like(w) if state is None else state
    return w - state, 0.5 * state + gradient


def forgetful(w, gradient, state, rate):
    return w - gradient, None


def stops(w, gradient, state, rate):
    state = (state or 0) + 1
    return (w - gradient if state <= 3 else w), state


def stays(w, gradient, state, rate):
    return w.copy(), None


def plain(w, gradient, state, rate):
    return w - gradient, None


def judged(student, reference, *, dtype=float, visible=True, shape=(3,), steps=9):
    rng = np.random.default_rng(5)
    inputs = {
        "w": rng.standard_normal(shape).astype(dtype),
        "gradients": rng.standard_normal((steps, *shape)).astype(dtype),
        "rates": None,
    }
    case = Drawn("case", inputs, visible=visible, seed=3)
    runs = [Run(BASE, inputs), *CHECK.needs(case)]
    expected = Seen({run.label: perform_run(walk, reference, run) for run in runs})
    seen = Seen({run.label: perform_run(walk, student, run) for run in runs if not run.ours_only})
    return CHECK.judge(case, seen, expected)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("shape", [(3,), (2, 4), ()])
def test_the_expected_path_passes(dtype, shape):
    """In both precisions, whatever the shape of what moves; and it is a value that no constant has."""
    finding = judged(fading(), fading(), dtype=dtype, shape=shape)
    assert finding.verdict is Verdict.PASS
    assert finding.telling


def test_a_path_in_other_roundings_passes():
    def regrouped(w, gradient, state, rate):
        state = gradient + (0 if state is None else state) / 2
        return -(state - w), state

    for dtype in (np.float64, np.float32):
        assert judged(regrouped, fading(), dtype=dtype).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("student", "reference", "words"),
    [
        (late, fading(), ["leaves the expected path at once", "step 1 is off", "the one expected a step earlier"]),
        (forgetful, fading(), ["matches until step 1, then leaves", "step 2 is what it would be if it were the first"]),
        (stops, plain, ["matches until step 3", "from then on it never moves"]),
        (stays, plain, ["leaves the expected path at once", "it never moves"]),
        (fading(sign=1.0), fading(), ["every step goes the opposite way"]),
        (fading(length=0.1), fading(), ["every step is 0.1 times as long as expected"]),
        (fading(sign=1.0, length=3.0), fading(), ["3 times as long as expected and goes the opposite way"]),
        (
            counting(lambda k: k + (k > 1)),
            counting(lambda k: k),
            ["matches until step 1", "the factor changes: 0.6667 in step 2, 0.9 in step 9"],
        ),
    ],
)
def test_the_manner_of_leaving_is_told(student, reference, words):
    """With the step where it begins."""
    finding = judged(student, reference)
    assert finding.verdict is Verdict.FAIL
    assert all(word in finding.message for word in words), finding.message


def test_steps_that_come_too_early_are_told():
    """Each step is that of the next gradient: a list that is read one place too far, say."""

    def ahead(w, gradient, state, rate):
        state = -1 if state is None else state
        return w - np.full(3, float(state + 3)) * [1, 2, 3], state + 1

    def in_time(w, gradient, state, rate):
        state = -1 if state is None else state
        return w - np.full(3, float(state + 2)) * [1, 2, 3], state + 1

    assert "the one expected a step later" in judged(ahead, in_time).message


def test_a_path_that_fits_no_pattern_is_told_by_its_values():
    """Where it leaves, in how many entries, and one of them; no cause is made up."""

    def other(w, gradient, state, rate):
        state = (state or 0) + 1
        return w - gradient * (1 + (state > 4) * np.array([0.0, 0.3, -0.2])), state

    message = judged(other, plain).message
    assert "matches until step 4, then leaves the expected path: step 5 is off in 2 of 3 entries" in message
    assert message.count(";") == 0


def test_nan_is_told_with_its_step():
    def spoilt(w, gradient, state, rate):
        state = (state or 0) + 1
        return w - gradient * (np.nan if state == 6 else 1.0), state

    message = judged(spoilt, plain).message
    assert "matches until step 5" in message
    assert "nan" in message


def test_hidden_cases_tell_the_step_and_no_number():
    """How long a step is, or any entry of it, stays untold."""
    finding = judged(fading(length=0.125), fading(), visible=False)
    assert finding.discreet == (
        "path leaves the expected path at once: step 1 is off in every entry; every step is too short, always by the "
        "same factor"
    )


def test_a_path_of_another_shape_is_told_by_its_shape():
    def grown(w, gradient, state, rate):
        return np.broadcast_to(w, (2, 3)) - gradient, None

    assert "shape" in judged(grown, plain).message


def test_a_single_number_gets_no_pattern_of_ratios():
    """Every number has some ratio to another one: only a constant ratio says anything."""
    assert (
        "length that changes"
        not in judged(counting(lambda k: max(k - 1, 1)), counting(lambda k: k), shape=(1,)).message
    )


def test_lost_precision_is_told_as_such():
    """A path in float32 where float64 is wanted is no path that leaves."""

    def narrow(w, gradient, state, rate):
        return (w - gradient).astype(np.float32), None

    assert "path is float32; expected float64" in judged(narrow, plain).message
