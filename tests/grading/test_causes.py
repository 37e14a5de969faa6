"""What a student reads under a failure is its cause; what is right by another road is not blamed."""

from __future__ import annotations

from pathlib import Path

import pytest
from classroom import RIGHT_SVM, Classroom

EXERCISE = "svm_loss_vectorized"
SOFTMAX_INSTEAD = """
import numpy as np
def svm_loss_vectorized(W, X, y, reg):
    n, scores = len(y), X @ W
    scores = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), y]).mean() + reg * np.sum(W * W)
    p[np.arange(n), y] -= 1
    return loss, X.T @ p / n + 2 * reg * W
"""
LOOP = """
import numpy as np
def svm_loss_vectorized(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for x, right in zip(X, y):
        margins = np.maximum(0, x @ W - x @ W[:, right] + 1)
        margins[right] = 0
        loss += margins.sum()
        mask = (margins > 0) * 1.0
        mask[right] = -mask.sum()
        dW += np.outer(x, mask)
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W
"""
THROUGH_A_HELPER = (
    LOOP.replace("def svm_loss_vectorized", "def by_hand")
    + """
def svm_loss_vectorized(W, X, y, reg):
    return by_hand(W, X, y, reg)
"""
)
HANDED_IN = {
    "swapped": RIGHT_SVM.replace(
        "return margins.sum() / n + reg * np.sum(W * W), X.T @ mask / n + 2 * reg * W",
        "return X.T @ mask / n + 2 * reg * W, margins.sum() / n + reg * np.sum(W * W)",
    ),
    "softmax": SOFTMAX_INSTEAD,
    "loop": LOOP,
    "helper": THROUGH_A_HELPER,
    "two": RIGHT_SVM.replace("/ n + reg", "+ reg").replace("+ 2 * reg * W", "+ reg * W"),
    "vectorize": RIGHT_SVM.replace("np.maximum(0,", "np.vectorize(max)(0.0,"),
    "matrix": RIGHT_SVM.replace("X.T @ mask / n + 2 * reg * W", "np.matrix(X.T @ mask / n + 2 * reg * W)"),
    "large_array": RIGHT_SVM.replace("scores[np.arange(n), y][:, None]", "np.diag(scores[:, y])[:, None]"),
    "torch": "import torch\n" + RIGHT_SVM,
    "alias": LOOP.replace("def svm_loss_vectorized", "def by_hand") + "svm_loss_vectorized = by_hand\n",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    classroom = Classroom(tmp_path_factory.mktemp("causes"))
    for name, text in HANDED_IN.items():
        classroom.hand_in(f"{name}.py", text)
    classroom.hand_in("copies/cs231n/classifiers/linear_svm.py")
    classroom.hand_in("copies/backup/linear_svm.py", "def svm_loss_vectorized(W, X, y, reg):\n    return 0\n")
    assert classroom.grade() == 0
    return classroom


@pytest.mark.parametrize(
    ("student", "words"),
    [
        ("swapped", "loss and dW are returned in the wrong order"),
        ("softmax", "this computes what softmax_loss_naive should"),
        ("two", "averaged"),
    ],
)
def test_the_cause_is_named(graded: Classroom, student: str, words: str) -> None:
    said = graded.exercise(student, EXERCISE)
    assert said["earned"] < said["out_of"]
    assert any(words in mistake["message"] for mistake in said["mistakes"]), said["mistakes"]


@pytest.mark.parametrize("student", ["loop", "helper", "alias"])
def test_a_loop_over_the_examples_is_found_wherever_it_stands(graded: Classroom, student: str) -> None:
    said = graded.exercise(student, EXERCISE)
    wrong = [finding for finding in said["findings"] if finding["verdict"] == "fail"]
    assert [finding["check"] for finding in wrong] == ["speed"]
    assert "loop" in wrong[0]["message"]


def test_a_hidden_loop_is_told_by_its_name(graded: Classroom) -> None:
    said = graded.exercise("vectorize", EXERCISE)
    assert any("calls numpy.vectorize" in finding["message"] for finding in said["findings"])


@pytest.mark.parametrize("student", ["matrix", "large_array", "torch", "copies"])
def test_what_is_right_by_another_road_is_right(graded: Classroom, student: str) -> None:
    said = graded.exercise(student, EXERCISE)
    assert said["earned"] == said["out_of"], [f for f in said["findings"] if f["verdict"] != "pass"]
    assert said["mistakes"] == []


def test_a_page_names_the_cause_before_the_numbers(graded: Classroom) -> None:
    page = Path(graded.out / "swapped" / "report.html").read_text(encoding="utf-8")
    assert "wrong order" in page
    assert page.index("wrong order") < page.index("expected")
