"""A loop is told by how its time grows: on small cases, where no single time says anything."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import Grows
from grader.checks.growth import AGAIN, CALLS_AGAIN
from grader.expect import perform_run
from grader.model import Drawn, MoreRuns, Observation, Seen, Status, Verdict

SHAPES = {"x": "N H W", "w": "W"}
CHECK = Grows(along="H W", on=("case",), factor=4, what="pixel")


def drawn():
    inputs = {"x": np.ones((2, 40, 48)), "w": np.ones(48), "scale": 2.0}
    return Drawn("case", inputs, visible=True, shapes=SHAPES, letters={"N": 2, "H": 40, "W": 48}, seed=3)


def timed(*pairs, status=Status.OK):
    """Runs that took so long on the whole and on the part: seconds of the first round, then of the second."""
    labels = (
        ("timed on the whole 0", "timed on a part 0"),
        ("timed on the whole, again 0", "timed on a part, again 0"),
    )
    return Seen(
        {
            label: Observation(status, seconds=seconds)
            for names, pair in zip(labels, pairs, strict=False)
            for label, seconds in zip(names, pair, strict=True)
        }
    )


def test_the_part_is_cut_along_the_letters_alone():
    """Every array that has them, and nothing else."""
    runs = {run.label: run for run in CHECK.needs(drawn())}
    whole, part = runs["timed on the whole 0"], runs["timed on a part 0"]
    assert whole.inputs["x"].shape == (2, 40, 48)
    assert (part.inputs["x"].shape, part.inputs["w"].shape, part.inputs["scale"]) == ((2, 10, 12), (12,), 2.0)


@pytest.mark.parametrize(
    ("student", "ours", "passes"),
    [
        ((1.2e-4, 1.0e-4), (1.3e-4, 1.0e-4), True),
        ((5.0e-4, 1.0e-4), (1.3e-4, 1.0e-4), True),
        ((1.6e-2, 1.0e-3), (1.3e-4, 1.0e-4), False),
        ((1.6e-4, 1.0e-5), (1.3e-4, 1.0e-4), False),
        ((1.6e-2, 1.0e-3), (1.6e-3, 1.0e-4), True),
        ((2.6e-1, 1.0e-3), (1.6e-3, 1.0e-4), False),
    ],
    ids=["as ours", "some longer", "a loop", "a fast loop", "a loop like ours", "all pairs"],
)
def test_growth_is_compared_with_ours(student, ours, passes):
    """Sixteen times the pixels: up to four times our growth is right, however long a call takes."""
    finding = CHECK.judge(drawn(), timed(student, student), timed(ours, ours))
    assert (finding.verdict is Verdict.PASS) == passes
    assert passes or "every pixel" in finding.message


def test_it_is_measured_again_before_anybody_is_told():
    """A machine that was busy once is no proof; the fastest call counts."""
    busy, calm, ours = (1.6e-2, 1.0e-3), (1.2e-3, 1.0e-3), (1.2e-4, 1.0e-4)
    again = CHECK.judge(drawn(), timed(busy), timed(ours))
    assert isinstance(again, MoreRuns)
    assert len(again.runs) == 2 * CALLS_AGAIN
    assert all(run.timed for run in again.runs)
    assert CHECK.judge(drawn(), timed(busy, calm), timed(ours, ours)).verdict is Verdict.PASS


def test_a_part_that_cannot_be_run_is_told():
    """A function that only works on one size, say."""
    seen = timed((1e-3, 1e-3), status=Status.RAISED)
    assert CHECK.judge(drawn(), seen, timed((1e-3, 1e-3))).verdict is Verdict.FAIL


def looped(x):
    out = np.zeros_like(x)
    for place in np.ndindex(*x.shape):
        out[place] = 2.0 * x[place]
    return out


@pytest.mark.parametrize(("student", "verdict"), [(lambda x: 2.0 * x, Verdict.PASS), (looped, Verdict.FAIL)])
def test_loops_over_pixels_are_found_and_vectorised_functions_pass(student, verdict):
    """Measured: sixteen times the pixels take the loop sixteen times as long, and numpy hardly longer."""

    def probe(function, x, w, scale):
        return {"out": function(x)}

    def measured(function):
        runs = [*CHECK.needs(drawn()), *CHECK._timed(drawn(), AGAIN, 9)]
        return Seen({run.label: perform_run(probe, function, run) for run in runs})

    assert CHECK.judge(drawn(), measured(student), measured(lambda x: 2.0 * x)).verdict is verdict
