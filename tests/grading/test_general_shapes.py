"""Where no known mistake fits, what can be said of the numbers is said: only this output, only the border."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.cli import main

PROBES = """
def layer(student, x, w, b, dout):
    out, cache = student.forward(x, w, b)
    dx, dw, db = student.backward(dout, cache)
    return {"out": out, "dx": dx, "dw": dw, "db": db}


def blur(student, image):
    return {"blurred": student.blur(image)}
"""
REFERENCE = """
import numpy as np

from grader.authoring import Case, Close, Gradient, exercise


# solution: begin
def forward(x, w, b):
    \"\"\"tanh of x times w plus b, and a cache.\"\"\"
    out = np.tanh(x @ w + b)
    return out, (x, w, out)


def backward(dout, cache):
    \"\"\"dx, dw and db from the gradient by the output.\"\"\"
    x, w, out = cache
    dscores = dout * (1 - out**2)
    return dscores @ w.T, x.T @ dscores, dscores.sum(axis=0)


def blur(image):
    \"\"\"Every pixel the sum of itself and its four neighbours, with zeros around; image (H, W).\"\"\"
    padded = np.pad(image, 1)
    return image + padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]


# solution: end
def draw(rng, N, D, M):
    shapes = {"x": (N, D), "w": (D, M), "b": (M,), "dout": (N, M)}
    return {name: rng.standard_normal(shape) for name, shape in shapes.items()}


def few(rng):
    return draw(rng, 5, 4, 3)


def more(rng):
    return draw(rng, 7, 3, 6)


def small(rng):
    return {"image": rng.standard_normal((5, 6))}


def large(rng):
    return {"image": rng.standard_normal((8, 7))}


LETTERS = {"x": "N D", "w": "D M", "b": "M", "dout": "N M", "out": "N M", "dx": "N D", "dw": "D M", "db": "M"}
EXERCISES = [
    exercise(
        "layer",
        uses=["forward", "backward"],
        shapes=LETTERS,
        cases=[Case(few, visible=True), Case(more)],
        checks=[Close("out"), *(Close(f"d{name}") for name in "xwb"),
                *(Gradient("out", wrt=name, grad=f"d{name}", upstream="dout") for name in "xwb")],
    ),
    exercise(
        "blur",
        uses=["blur"],
        shapes={"image": "H W", "blurred": "H W"},
        cases=[Case(small, visible=True), Case(large)],
        checks=[Close("blurred")],
    ),
]
"""
RUBRIC = """
[assignment]
title = "Layers"

[layer]
points = { out = 1, dx = 1, dw = 1, db = 1, gradient_x = 1, gradient_w = 1, gradient_b = 1 }

[blur]
points = { blurred = 1 }
"""
RIGHT = REFERENCE[REFERENCE.index("# solution: begin") : REFERENCE.index("# solution: end")]
HANDED_IN = {
    "right": RIGHT,
    "db": RIGHT.replace("dscores.sum(axis=0)", "dscores.sum(axis=0) ** 3"),
    "border": RIGHT.replace("np.pad(image, 1)", 'np.pad(image, 1, mode="edge")'),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    files = {
        "assignments/layers/probes.py": PROBES,
        "reference/layers/layers.py": REFERENCE,
        "rubrics/layers.toml": RUBRIC,
        **{f"class/{name}.py": f"import numpy as np\n{text}" for name, text in HANDED_IN.items()},
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    where = ("--course", str(root), "-a", "layers", "-o", str(root / "out"), "--wall", "process")
    assert main(["grade", str(root / "class"), *where]) == 0
    return root / "out"


def told(graded: Path, student: str, exercise: str) -> dict:
    report = json.loads((graded / student / "report.json").read_text(encoding="utf-8"))
    return next(each for each in report["exercises"] if each["exercise"] == exercise)


def causes(graded: Path, student: str, exercise: str) -> list[str]:
    return [each["message"] for each in told(graded, student, exercise)["mistakes"]]


def test_a_right_submission_is_told_nothing(graded: Path) -> None:
    """No cause where nothing is wrong."""
    for exercise in ("layer", "blur"):
        assert told(graded, "right", exercise)["earned"] == told(graded, "right", exercise)["out_of"]
        assert causes(graded, "right", exercise) == []


def test_the_one_wrong_output_of_several_is_told(graded: Path) -> None:
    """db only: its value and its gradient check fail, those of dx and dw pass."""
    assert causes(graded, "db", "layer") == ["only db is wrong: out, dx and dw are right on every case"]
    wrong = {each["check"] for each in told(graded, "db", "layer")["findings"] if each["verdict"] == "fail"}
    assert wrong == {"db", "gradient_b"}


def test_an_error_at_the_border_is_told_as_such(graded: Path) -> None:
    """The border is padded with its own pixels in place of zeros."""
    assert causes(graded, "border", "blur") == ["blurred is wrong in the border pixels only: look at the padding"]
