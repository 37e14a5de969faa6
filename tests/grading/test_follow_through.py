"""A mistake in a function that others call is charged once, where it was made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.cli import main

PROBES = """
def affine_forward(student, x, w, b):
    return {"out": student.affine_forward(x, w, b)}


def relu_forward(student, x):
    return {"out": student.relu_forward(x)}


def two_layers(student, x, w1, b1, w2, b2):
    return {"scores": student.two_layers(x, w1, b1, w2, b2)}


def mean_score(student, x, w1, b1, w2, b2):
    return {"means": student.mean_score(x, w1, b1, w2, b2)}
"""
LAYERS = """
import numpy as np

from grader.authoring import Case, Close, Mistake, exercise


# solution: begin
def affine_forward(x, w, b):
    \"\"\"x (N, D), w (D, M), b (M,): x times w, plus b.\"\"\"
    return x @ w + b


def relu_forward(x):
    \"\"\"The positive part of x.\"\"\"
    return np.maximum(0, x)


# solution: end
def draw(rng):
    return {"x": rng.standard_normal((5, 4)), "w": rng.standard_normal((4, 3)), "b": rng.standard_normal(3)}


def seen(rng):
    return draw(rng)


def unseen(rng):
    return draw(rng)


def picture(rng):
    return {"x": rng.standard_normal((3, 4))}


EXERCISES = [
    exercise(
        "affine_forward",
        uses=["affine_forward"],
        cases=[Case(seen, visible=True), Case(unseen)],
        checks=[Close("out")],
        mistakes=[
            Mistake("no_bias", "the bias is not added", "x @ w + b", "x @ w"),
            Mistake("bias_taken_away", "the bias is subtracted", "x @ w + b", "x @ w - b"),
        ],
    ),
    exercise(
        "relu_forward",
        uses=["relu_forward"],
        cases=[Case(picture)],
        checks=[Close("out")],
        mistakes=[Mistake("sizes", "the sizes, not the positive part", "np.maximum(0, x)", "np.abs(x)")],
    ),
]
"""
NET = """
from grader.authoring import Case, Close, Mistake, exercise

from .layers import affine_forward, relu_forward


# solution: begin
def two_layers(x, w1, b1, w2, b2):
    \"\"\"Affine, ReLU, affine.\"\"\"
    hidden = relu_forward(affine_forward(x, w1, b1))
    return affine_forward(hidden, w2, b2)


# solution: end
def draw(rng, n):
    shapes = {"x": (n, 4), "w1": (4, 6), "b1": (6,), "w2": (6, 3), "b2": (3,)}
    return {name: rng.standard_normal(shape) for name, shape in shapes.items()}


def seen(rng):
    return draw(rng, 5)


def unseen(rng):
    return draw(rng, 7)


EXERCISE = exercise(
    "two_layers",
    uses=["two_layers"],
    follows=["affine_forward", "relu_forward"],
    cases=[Case(seen, visible=True), Case(unseen)],
    checks=[Close("scores")],
    mistakes=[
        Mistake("no_relu", "the ReLU between the layers is missing", "relu_forward(affine_forward(x, w1, b1))",
                "affine_forward(x, w1, b1)"),
        Mistake("relu_on_scores", "a ReLU is put on the scores too", "return affine_forward(hidden, w2, b2)",
                "return relu_forward(affine_forward(hidden, w2, b2))"),
    ],
)
"""
MEAN = """
from grader.authoring import Case, Close, Mistake, Patch, exercise

from .layers import affine_forward
from .net import seen, two_layers, unseen


# solution: begin
def mean_score(x, w1, b1, w2, b2):
    \"\"\"The mean of each example's scores.\"\"\"
    scores = two_layers(x, w1, b1, w2, b2)
    return scores.sum(axis=1) / scores.shape[1]


# solution: end
EXERCISE = exercise(
    "mean_score",
    uses=["mean_score"],
    follows=["two_layers"],
    cases=[Case(seen, visible=True), Case(unseen)],
    checks=[Close("means")],
    mistakes=[Mistake("sum", "the scores are summed, not averaged", " / scores.shape[1]", "")],
)
"""
RUBRIC = """
[assignment]
title = "Nets"

[mean_score]
points = { means = 1 }

[two_layers]
points = { scores = 4 }

[affine_forward]
points = { out = 2 }

[relu_forward]
points = { out = 1 }
"""
RIGHT = """
import numpy as np


def affine_forward(x, w, b):
    return x.dot(w) + b


def relu_forward(x):
    return x * (x > 0)


def two_layers(x, w1, b1, w2, b2):
    return affine_forward(relu_forward(affine_forward(x, w1, b1)), w2, b2)
"""
MEANS = """

def mean_score(*given):
    return two_layers(*given).mean(axis=1)
"""
WITHOUT_CALLS = """    return np.maximum(0, x @ w1 + b1) @ w2 + b2
"""
NO_BIAS = RIGHT.replace("x.dot(w) + b", "x.dot(w)")
SIZES = RIGHT.replace("x * (x > 0)", "np.abs(x)")
CUBED = RIGHT.replace("x.dot(w) + b", "x.dot(w) + b**3")
HANDED_IN = {
    "right": RIGHT,
    "upstream": NO_BIAS,
    "two_upstream": SIZES.replace("x.dot(w) + b", "x.dot(w) - b"),
    "not_called": NO_BIAS[: NO_BIAS.index("    return affine_forward(relu")] + WITHOUT_CALLS,
    "here_too": NO_BIAS.replace("relu_forward(affine_forward(x, w1, b1))", "affine_forward(x, w1, b1)"),
    "here_only": RIGHT.replace("relu_forward(affine_forward(x, w1, b1))", "affine_forward(x, w1, b1)"),
    "unknown": CUBED,
    "unknown_and_here": CUBED.replace("relu_forward(affine_forward(x, w1, b1))", "affine_forward(x, w1, b1)"),
    "unknown_two_steps": CUBED + MEANS,
    "unknown_at_the_end": CUBED + MEANS.replace("mean(axis=1)", "sum(axis=1)"),
    "unknown_not_called": CUBED[: CUBED.index("    return affine_forward(relu")] + WITHOUT_CALLS,
    "not_called_and_odd": CUBED[: CUBED.index("    return affine_forward(relu")]
    + "    affine_forward(x, w1, b1)\n"
    + WITHOUT_CALLS.replace("+ b1", "+ b1**3").replace("+ b2", "+ b2**3"),
    "two_steps": NO_BIAS + MEANS,
    "at_the_end": NO_BIAS + MEANS.replace("mean(axis=1)", "sum(axis=1)"),
    "in_a_list": NO_BIAS.replace(
        "    return affine_forward(relu_forward(affine_forward(x, w1, b1)), w2, b2)",
        "    layers = [affine_forward, affine_forward]\n"
        "    return layers[1](relu_forward(layers[0](x, w1, b1)), w2, b2)",
    ),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    files = {
        "assignments/nets/probes.py": PROBES,
        "reference/nets/layers.py": LAYERS,
        "reference/nets/net.py": NET,
        "reference/nets/mean.py": MEAN,
        "rubrics/nets.toml": RUBRIC,
        **{f"class/{name}.py": text for name, text in HANDED_IN.items()},
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    where = ("--course", str(root), "-a", "nets", "-o", str(root / "out"), "--wall", "process")
    assert main(["grade", str(root / "class"), *where]) == 0
    return root / "out"


def earned(graded: Path, student: str) -> dict[str, float]:
    report = json.loads((graded / student / "report.json").read_text(encoding="utf-8"))
    return {each["exercise"]: each["earned"] for each in report["exercises"]}


def told(graded: Path, student: str, exercise: str = "two_layers") -> dict:
    report = json.loads((graded / student / "report.json").read_text(encoding="utf-8"))
    return next(each for each in report["exercises"] if each["exercise"] == exercise)


def test_one_mistake_is_charged_once(graded: Path) -> None:
    """The bias is missing in the layer; the net that calls it is right, and says what it follows from."""
    assert earned(graded, "right") == {"mean_score": 0, "two_layers": 4, "affine_forward": 2, "relu_forward": 1}
    assert earned(graded, "upstream") == {"mean_score": 0, "two_layers": 4, "affine_forward": 0, "relu_forward": 1}
    said = told(graded, "upstream")
    assert said["mistakes"] == []
    assert len(said["notes"]) == 1
    assert "this follows from affine_forward (the bias is not added), and is charged there alone" in said["notes"][0]


def test_mistakes_in_two_functions_are_carried_through_together(graded: Path) -> None:
    """Each is charged where it is."""
    assert earned(graded, "two_upstream") == {"mean_score": 0, "two_layers": 4, "affine_forward": 0, "relu_forward": 0}


def test_a_mistake_is_carried_through_what_calls_what_calls_it(graded: Path) -> None:
    """Two steps away, behind a net that is right but for its layer; and a mistake of its own is still found."""
    assert earned(graded, "two_steps") == {"mean_score": 1, "two_layers": 4, "affine_forward": 0, "relu_forward": 1}
    assert "this follows from affine_forward" in told(graded, "two_steps", "mean_score")["notes"][0]
    assert earned(graded, "at_the_end")["mean_score"] == 0
    assert [each["name"] for each in told(graded, "at_the_end", "mean_score")["mistakes"]] == ["sum", "follows"]


def test_a_function_may_be_called_by_way_of_a_list(graded: Path) -> None:
    """It is mentioned; how it is called is the student's business."""
    assert earned(graded, "in_a_list")["two_layers"] == 4


def test_who_does_not_call_the_wrong_function_is_judged_as_ever(graded: Path) -> None:
    """Right by another road is right; no word of the layer."""
    assert earned(graded, "not_called")["two_layers"] == 4
    assert told(graded, "not_called")["notes"] == []


def test_a_second_mistake_is_found_and_named_behind_the_first(graded: Path) -> None:
    """As it is where the layer is right."""
    for student, causes in (("here_only", ["no_relu"]), ("here_too", ["no_relu", "follows"])):
        assert earned(graded, student)["two_layers"] == 0
        assert [each["name"] for each in told(graded, student)["mistakes"]] == causes


def test_a_mistake_without_a_name_is_charged_once_too(graded: Path) -> None:
    """No catalogue has b cubed: what the layer gave is what the net had to go on with."""
    assert earned(graded, "unknown") == {"mean_score": 0, "two_layers": 4, "affine_forward": 0, "relu_forward": 1}
    assert told(graded, "unknown")["mistakes"] == []
    assert told(graded, "unknown")["notes"] == [
        "judged by what it calls: this follows from affine_forward, and is charged there alone"
    ]


def test_a_second_mistake_is_found_and_named_behind_one_without_a_name(graded: Path) -> None:
    """The ReLU is missing in the net, and the layer is odd."""
    assert earned(graded, "unknown_and_here")["two_layers"] == 0
    assert [each["name"] for each in told(graded, "unknown_and_here")["mistakes"]] == ["no_relu", "follows"]


def test_a_mistake_without_a_name_is_carried_by_however_many_steps(graded: Path) -> None:
    """The mean calls the net, which calls the layer; a sum instead of the mean is charged."""
    made = earned(graded, "unknown_two_steps")
    assert made == {"mean_score": 1, "two_layers": 4, "affine_forward": 0, "relu_forward": 1}
    assert "this follows from affine_forward, and is" in told(graded, "unknown_two_steps", "mean_score")["notes"][0]
    assert earned(graded, "unknown_at_the_end")["mean_score"] == 0
    said = [each["name"] for each in told(graded, "unknown_at_the_end", "mean_score")["mistakes"]]
    assert said == ["sum", "follows"]


def test_who_does_not_call_the_odd_function_is_judged_as_ever(graded: Path) -> None:
    """Right by another road is right; the same made by hand beside a call whose answer is thrown away is wrong here."""
    assert earned(graded, "unknown_not_called")["two_layers"] == 4
    assert told(graded, "unknown_not_called")["notes"] == []
    assert earned(graded, "not_called_and_odd")["two_layers"] == 0


def test_what_was_heard_is_recorded(graded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After a changed check the same is found again without running anything."""
    net = graded.parent / "reference" / "nets" / "net.py"
    text = net.read_text(encoding="utf-8")
    students = ("unknown", "unknown_and_here", "unknown_two_steps")
    before = {student: (earned(graded, student), told(graded, student)["notes"]) for student in students}
    net.write_text(text.replace('checks=[Close("scores")]', 'checks=[Close("scores", rtol=1e-9)]'), encoding="utf-8")
    assert main(["regrade", str(graded), "--course", str(graded.parent)]) == 0
    net.write_text(text, encoding="utf-8")
    assert f"{len(HANDED_IN)} rejudged" in capsys.readouterr().out
    assert {student: (earned(graded, student), told(graded, student)["notes"]) for student in students} == before


def test_an_exercise_follows_others_that_exist_and_never_itself(
    graded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused with file and line."""
    net = graded.parent / "reference" / "nets" / "net.py"
    text = net.read_text(encoding="utf-8")
    for wrong, words in (("no_such", "no_such, which is no exercise of nets"), ("two_layers", "itself")):
        net.write_text(text.replace('follows=["affine_forward"', f'follows=["{wrong}"'), encoding="utf-8")
        assert main(["verify", "nets", "--course", str(graded.parent)]) == 2
        line = text[: text.index("follows=")].count("\n") + 1
        assert f"net.py:{line}: two_layers follows {words}" in capsys.readouterr().err
    net.write_text(text, encoding="utf-8")


def test_how_a_solution_would_call_others_is_held_to_the_solution(
    graded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Patches that replace nothing are refused; those that change the numbers turn the gate red, with the line."""
    net = graded.parent / "reference" / "nets" / "mean.py"
    text = net.read_text(encoding="utf-8")
    calls = 'follows={"two_layers": [], "affine_forward": [Patch("%s", "%s")]}'
    for find, replace, code, words in (
        ("scores.sum(axis=1)", "(scores.sum(axis=1) + 0 * affine_forward(x, w1, b1).sum())", 0, ""),
        ("scores.sum(axis=1)", "affine_forward(x, w1, b1).sum(axis=1)", 1, "calls affine_forward: means on "),
        ("no such text", "", 2, "'no such text' of a patch stands nowhere in the solution"),
    ):
        net.write_text(text.replace('follows=["two_layers"]', calls % (find, replace)), encoding="utf-8")
        line = text[: text.index("follows=")].count("\n") + 1
        main(["starter", "nets", "--course", str(graded.parent)])
        capsys.readouterr()
        assert main(["verify", "nets", "--course", str(graded.parent)]) == code
        said = capsys.readouterr()
        assert words in said.out + said.err
        assert not words or f"mean.py:{line}" in said.out + said.err
    net.write_text(text, encoding="utf-8")
