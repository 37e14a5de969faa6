"""Pictures of what failed: small, rounded, true to the arrays, and never of what may not be shown."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.checks import Close, Gradient, Trajectory, picturing
from grader.model import (
    BASE,
    Drawn,
    ExerciseReport,
    GradedFinding,
    Observation,
    Report,
    RunBlock,
    Seen,
    Status,
    Verdict,
)
from grader.report import html, json

RUN = RunBlock("process", ())
RIGHT = np.arange(12.0).reshape(3, 4)


def report_of(*pictures):
    findings = tuple(
        GradedFinding("y", f"case_{i}", True, Verdict.FAIL, 0.0, 1.0, f"off {i}", "", "", picture)  # noqa: FBT003
        for i, picture in enumerate(pictures)
    )
    return Report("s", "a", RUN, 0.0, 1.0, 0.0, (ExerciseReport("e", "", 0.0, 1.0, 0.0, "", findings=findings),))


def seen(**outputs):
    return Seen({BASE: Observation(Status.OK, {name: np.asarray(array) for name, array in outputs.items()})})


def judged(check, got, wanted, *, visible, **inputs):
    drawn = Drawn("tiny", inputs, visible, shapes={"dW": "D C"}, letters={"D": 3, "C": 4})
    return check.judge(drawn, seen(**got), seen(**wanted))


def test_a_heat_map_tells_sign_and_size_of_the_error_by_place():
    wrong = RIGHT + np.array([[0, 1, 0, 0], [0, -0.3, 0, 0], [0.005, 0, 0, np.nan]])
    picture = judged(Close("dW"), {"dW": wrong}, {"dW": RIGHT}, visible=True).picture
    assert picture.kind == "heat"
    assert picture.cells == (".4..", ".c..", "1..!")
    assert picture.axes == ("feature", "class")
    assert [each.place for each in picture.entries] == ["[2, 3]", "[0, 1]", "[1, 1]", "[2, 0]"]
    assert (picture.entries[0].seen, picture.entries[1].seen, picture.entries[1].expected) == (None, 2, 1)
    assert (picture.off, picture.largest) == ((4, 12), 1)


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (Close("dW"), {"dW": 2 * RIGHT}, {"dW": RIGHT}),
        (Close("loss"), {"loss": 3.0}, {"loss": 2.0}),
        (Trajectory("dW"), {"dW": 2 * RIGHT}, {"dW": RIGHT}),
    ],
)
def test_of_a_hidden_case_and_of_what_is_right_there_is_none(check, wrong, right):
    assert judged(check, wrong, right, visible=True).picture is not None
    assert judged(check, wrong, right, visible=False).picture is None
    assert judged(check, right, right, visible=True).picture is None


@pytest.mark.parametrize("got", [RIGHT.T, RIGHT.astype(complex), None, RIGHT[:0]])
def test_what_cannot_be_laid_over_the_expected_array_is_told_in_words_alone(got):
    finding = judged(Close("dW"), {} if got is None else {"dW": got}, {"dW": RIGHT}, visible=True)
    assert finding.verdict is Verdict.FAIL
    assert finding.picture is None


def test_large_arrays_are_thinned_and_lose_no_single_wrong_entry():
    right = np.zeros((500, 700))
    wrong = right.copy()
    wrong[123, 456] = -2.0
    picture = picturing.of_error("dW", wrong, right, 1e-10, 1e-12)
    assert (len(picture.cells), len(picture.cells[0]), picture.sizes) == (32, 32, (500, 700))
    assert "".join(picture.cells).count("d") == 1
    assert "".join(picture.cells).count(".") == 32 * 32 - 1
    long = picturing.of_error("h", np.arange(10_000.0) + (np.arange(10_000) == 777), np.arange(10_000.0), 1e-10, 1e-12)
    assert len(long.lines[0].x) <= 200
    assert 777 in long.lines[0].x


def test_of_pictures_the_plane_with_the_worst_entry_is_shown():
    right = np.zeros((2, 3, 5, 6))
    wrong = right.copy()
    wrong[1, 2, 0, 4] = 1.0
    picture = picturing.of_error("dx", wrong, right, 1e-10, 1e-12, ["N", "C", "H", "W"])
    assert (picture.name, picture.axes, picture.sizes) == ("dx[1, 2, :, :]", ("row", "column"), (5, 6))
    channels_last = picturing.of_error(
        "dx", np.moveaxis(wrong, 1, 3), np.moveaxis(right, 1, 3), 1e-10, 1e-12, list("NHWC")
    )
    assert (channels_last.name, channels_last.cells) == ("dx[1, :, :, 2]", picture.cells)


def test_rounding_errors_do_not_show():
    """Two machines that differ in the last digits make the same picture."""
    rng = np.random.default_rng(3)
    right = rng.standard_normal((4, 6))
    wrong = 2 * right
    near = wrong * (1 + 1e-13 * rng.standard_normal((4, 6)))
    assert picturing.of_error("y", wrong, right, 1e-10, 1e-12) == picturing.of_error("y", near, right, 1e-10, 1e-12)
    path, beside = np.cumsum(wrong, axis=0), np.cumsum(near, axis=0)
    one, two = (picturing.of_path("w", way, np.cumsum(right, axis=0), 0, 1e-9, None) for way in (path, beside))
    assert one == two


def test_two_weights_walk_through_a_plane_and_of_many_the_one_that_strays_most():
    way = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 5.0]])
    off = way + np.array([[0, 0], [0, 1], [0, 2]])
    plane = picturing.of_path("w", off, way, 1, 1e-9, np.zeros(2))
    assert (plane.kind, plane.mark, plane.lines[0].x, plane.lines[0].y) == ("plane", 2, (0, 1, 2, 3), (0, 2, 4, 7))
    lines = picturing.of_path("w", np.c_[off, way], np.c_[way, way], 1, 1e-9, np.zeros(4))
    assert (lines.kind, lines.name, lines.lines[0].y, lines.lines[1].y) == (
        "lines",
        "w[:, 1]",
        (0, 2, 4, 7),
        (0, 2, 3, 5),
    )
    assert [each.place for each in lines.entries] == ["step 2", "step 3"]


ANY = arrays.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.bool_]),
    arrays.array_shapes(min_dims=0, max_dims=4, min_side=1, max_side=5),
)


@settings(max_examples=150, deadline=None)
@given(ANY, st.data())
def test_whatever_comes_back_can_be_drawn(right, data):
    """Not finite, huge, tiny, of any kind: the picture is small, is read back as it was, and is drawn."""
    wrong = data.draw(arrays.arrays(np.float64, right.shape))
    with np.errstate(all="ignore"):
        pictures = [picturing.of_error("y", wrong, right, 1e-10, 1e-12)]
        if right.ndim:
            pictures.append(picturing.of_path("y", wrong, right.astype(float), 0, 1e-9, None))
            pictures.append(picturing.of_curve("y", wrong.ravel(), right.ravel().astype(float), 1.0))
            pictures.append(
                picturing.of_slopes("y", wrong.ravel(), right.ravel().astype(float), np.full(right.size, 1e-9))
            )
    pictures = [picture for picture in pictures if picture is not None]
    report = report_of(*pictures, *pictures)
    assert json.read(json.write(report)) == report
    page = html.write(report)
    assert not re.search(r'<(?:path|svg|text)\b[^>]* (?:d|x|y|width|height|viewBox)="[^"]*(?:nan|inf|e[+-]?\d)', page)
    assert len(page) < 400_000


def test_strangers_words_in_a_picture_are_words():
    """Names of outputs are a probe's, but whoever writes a course may quote anything."""
    evil = '"><script>alert(1)</script>'
    picture = picturing.of_error("y", RIGHT + 1, RIGHT, 1e-10, 1e-12)
    text = html.write(report_of(*(dataclasses.replace(picture, name=evil, axes=(evil, evil), cells=(evil, evil)),) * 2))
    assert "<script" not in text


def test_a_gradient_that_does_not_fit_is_shown_direction_by_direction():
    picture = picturing.of_slopes("dW", np.array([1.0, -2.0]), np.array([2.0, -4.0]), np.array([1e-9, 1e-9]))
    assert picture.lines[0].x == (1, -2)
    assert picture.lines[0].y == (2, -4)
    assert isinstance(Gradient("loss", wrt="W", grad="dW"), Gradient)
    assert '<td class="number">2</td>' in html.write(report_of(picture))
