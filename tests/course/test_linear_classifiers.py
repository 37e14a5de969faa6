"""The bundled course's first assignment: the lecture's numbers, right ways that count, wrong ones that are told."""

# ruff: noqa: NPY002, ARG005, FBT002 - training loops as students write them, with numpy's old generator

from __future__ import annotations

import inspect
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from ours import graded_by

from grader.assignment import Assignment
from grader.authoring import Seen
from grader.bench import Bench, bench_for
from grader.catalog import bundled_root, find_course
from grader.model import BASE, ExerciseReport, Observation, Status, Verdict
from grader.samples import read_samples, write_samples


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return find_course(bundled_root()).assignment("linear_classifiers")


@pytest.fixture(scope="module")
def bench(assignment: Assignment) -> Bench:
    return bench_for(assignment)


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> SimpleNamespace:
    return assignment.solution(assignment.exercises["train"])


@pytest.fixture(scope="module")
def graded(assignment: Assignment, bench: Bench) -> Callable[..., ExerciseReport]:
    """Grades functions given by name on one exercise, as if a student had written them."""

    return graded_by(assignment, bench)


def full(report: ExerciseReport) -> bool:
    return report.earned == pytest.approx(report.out_of) and not report.mistakes


def failed(report: ExerciseReport) -> set[str]:
    return {finding.check for finding in report.findings if finding.verdict is Verdict.FAIL}


def messages(report: ExerciseReport) -> str:
    told = [finding.message for finding in report.findings if finding.verdict is Verdict.FAIL]
    return "\n".join([mistake.message for mistake in report.mistakes] + told)


# ---------------------------------------------------------------- the lecture's numbers


@pytest.mark.parametrize(
    ("scores", "label", "hinge", "cross_entropy"),
    [
        ((3.2, 5.1, -1.7), 0, 2.9, 2.04),
        ((1.3, 4.9, 2.0), 1, 0.0, 0.08),
        ((2.2, 2.5, -3.1), 2, 12.9, 6.16),
        ((-2.85, 0.86, 0.28), 2, 1.58, 1.04),
    ],
)
def test_references_give_the_worked_numbers(
    reference: SimpleNamespace, scores: tuple[float, ...], label: int, hinge: float, cross_entropy: float
) -> None:
    """Cat, car and frog as on the slides, and not as in the notes in circulation."""
    W, X, y = np.array([scores]), np.ones((1, 1)), np.array([label])
    for name in ("svm_loss_naive", "svm_loss_vectorized"):
        assert getattr(reference, name)(W, X, y, 0.0)[0] == pytest.approx(hinge, abs=1e-12)
    for name in ("softmax_loss_naive", "softmax_loss_vectorized"):
        assert getattr(reference, name)(W, X, y, 0.0)[0] == pytest.approx(cross_entropy, abs=0.005)


def test_the_mean_of_cat_car_and_frog_is_5_27(reference: SimpleNamespace) -> None:
    """Not 4.6."""
    W = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    assert reference.svm_loss_naive(W, np.eye(3), np.arange(3), 0.0)[0] == pytest.approx(5.27, abs=0.005)


def test_the_l2_penalty_prefers_spread_weights_and_l1_does_not_care(reference: SimpleNamespace) -> None:
    """1 against 0.25, not 0.5; 1 and 1."""
    peak, spread = np.array([1.0, 0, 0, 0]), np.full(4, 0.25)
    assert [reference.l2_penalty(W, 1.0)[0] for W in (peak, spread)] == [1.0, 0.25]
    assert [reference.l1_penalty(W, 1.0)[0] for W in (peak, spread)] == [1.0, 1.0]


def test_every_exercise_knows_at_least_five_mistakes(assignment: Assignment) -> None:
    """Eleven exercises, each with sentences for what usually goes wrong."""
    assert len(assignment.exercises) == 11
    for exercise in assignment.exercises.values():
        assert len(exercise.mistakes) >= 5
        for mistake in exercise.mistakes:
            assert len(mistake.says) > 20, mistake.id


def test_drawn_batches_keep_their_distance_from_the_hinge(bench: Bench) -> None:
    """No gradient is asked for at a kink."""
    for case in bench.cases["svm_loss_naive"]:
        W, X, y = (case.inputs[name] for name in ("W", "X", "y"))
        scores = X @ W
        margins = scores - scores[np.arange(len(y)), y][:, None] + 1
        others = margins[np.arange(W.shape[1]) != y[:, None]]
        assert np.min(np.abs(others)) > 0.01, case.name


def test_sizes_differ_in_hidden_batches(bench: Bench) -> None:
    """A transposed sum can't be right by accident."""
    for case in bench.cases["softmax_loss_vectorized"]:
        if not case.visible and not case.reserved:
            assert len(set(case.letters.values())) == 3, case.name


# ---------------------------------------------------------------- losses, written otherwise


def one_hot(y: np.ndarray, C: int) -> np.ndarray:
    return np.eye(C)[y]


def svm_by_one_hot(W, X, y, reg):
    scores = X.dot(W)
    picked = one_hot(y, W.shape[1])
    margins = np.clip(scores - (scores * picked).sum(1, keepdims=True) + 1, 0, None) * (1 - picked)
    active = np.sign(margins)
    slopes = active - picked * active.sum(1, keepdims=True)
    return margins.sum(1).mean() + 0.5 * reg * (W**2).sum(), np.einsum("nd,nc->dc", X, slopes) / len(X) + reg * W


def softmax_by_log_of_probability(W, X, y, reg):
    scores = X.dot(W)
    scores -= scores.max(axis=1)[:, None]
    p = np.exp(scores)
    p /= p.sum(axis=1)[:, None]
    with np.errstate(divide="ignore"):
        loss = -np.log(p[range(len(y)), y]).mean() + reg * np.linalg.norm(W) ** 2
    p[range(len(y)), y] -= 1
    return loss, X.T.dot(p) / len(y) + 2 * reg * W


def test_another_form_with_half_the_penalty_is_right(graded: Callable[..., ExerciseReport]) -> None:
    """½·reg·‖W‖² with the gradient reg·W is a convention, not a mistake."""
    report = graded("svm_loss_vectorized", svm_loss_vectorized=svm_by_one_hot, svm_loss_naive=svm_by_one_hot)
    assert full(report), messages(report)
    assert any("½" in note for note in report.notes)


def test_the_log_of_a_probability_is_told_and_costs_nothing(graded: Callable[..., ExerciseReport]) -> None:
    """The course's own notes write it so; only where the probability underflows it is infinite."""
    form = softmax_by_log_of_probability
    report = graded("softmax_loss_vectorized", softmax_loss_vectorized=form, softmax_loss_naive=form)
    assert report.earned == report.out_of
    assert failed(report) == {"log_of_probability"}
    assert "underflowed" in "\n".join([messages(report), *report.notes])


def test_a_softmax_without_a_shift_loses_stability_only(graded: Callable[..., ExerciseReport]) -> None:
    """Everything else about it is right."""

    def unshifted(W, X, y, reg):
        with np.errstate(all="ignore"):
            p = np.exp(X @ W)
            p /= p.sum(axis=1, keepdims=True)
            loss = -np.mean(np.log(p[np.arange(len(y)), y])) + reg * np.sum(W * W)
            p[np.arange(len(y)), y] -= 1
            return loss, X.T @ p / len(y) + 2 * reg * W

    report = graded("softmax_loss_vectorized", softmax_loss_vectorized=unshifted, softmax_loss_naive=unshifted)
    assert failed(report) == {"stability", "log_of_probability"}
    assert [mistake.name for mistake in report.mistakes] == ["no_shift"]


def test_a_shift_by_the_largest_size_is_told(graded: Callable[..., ExerciseReport]) -> None:
    """Where all scores lie far below zero, the shift by max(|scores|) makes every exp zero."""

    def shifted(W, X, y, reg):
        with np.errstate(all="ignore"):
            scores = X @ W
            scores -= np.max(np.abs(scores), axis=1, keepdims=True)
            p = np.exp(scores)
            sums = p.sum(axis=1, keepdims=True)
            loss = np.mean((np.log(sums) - scores)[np.arange(len(y)), y]) + reg * np.sum(W * W)
            p /= sums
            p[np.arange(len(y)), y] -= 1
            return loss, X.T @ p / len(y) + 2 * reg * W

    report = graded("softmax_loss_vectorized", softmax_loss_vectorized=shifted, softmax_loss_naive=shifted)
    assert "stability" in failed(report)
    assert report.out_of - report.earned == pytest.approx(2)
    assert "absolute value" in messages(report)


@pytest.mark.parametrize("margin", [10.0, 2.0, 0.5, 0.1])
def test_another_margin_is_named(graded: Callable[..., ExerciseReport], margin: float) -> None:
    """Loss and gradient fit each other, and neither is asked for."""

    def svm(W, X, y, reg):
        scores, rows = X @ W, np.arange(len(y))
        margins = np.maximum(0, scores - scores[rows, y][:, None] + margin)
        margins[rows, y] = 0
        mask = (margins > 0) * 1.0
        mask[rows, y] = -mask.sum(axis=1)
        return margins.sum() / len(y) + reg * np.sum(W * W), X.T @ mask / len(y) + 2 * reg * W

    report = graded("svm_loss_naive", svm_loss_naive=svm)
    assert f"the margin is {margin:g}" in messages(report)


def test_no_strength_can_be_taken_for_another(bench: Bench) -> None:
    """A squared reg is not taken for half of it."""
    for exercise in bench.exercises:
        for case in bench.cases[exercise.name]:
            if "loss" in exercise.name:
                assert case.inputs["reg"] not in {0.5, 1.0}, case.name


# ---------------------------------------------------------------- training, sampled otherwise


def classifier(
    draw: Callable[[int, int, int], Any],
    step: Callable[[Any, Any], Any] = lambda lr, dW: -lr * dW,
    start: Callable[[int, np.ndarray], np.ndarray] = lambda D, y: 0.001 * np.random.randn(D, y.max() + 1),
) -> type:
    """A LinearClassifier whose batches are draw(iteration, num_train, batch_size)."""

    class LinearClassifier:
        W = None

        def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
            self.W = start(X.shape[1], y) if self.W is None else self.W
            history = []
            for iteration in range(num_iters):
                rows = draw(iteration, len(X), batch_size)
                loss, dW = self.loss(X[rows], y[rows], reg)
                history.append(loss)
                self.W = self.W + step(learning_rate, dW)
            return np.array(history)

        def predict(self, X):
            return np.argmax(X @ self.W, axis=1)

    return LinearClassifier


def epochs() -> Callable[[int, int, int], Any]:
    order: list[int] = []

    def draw(_: int, N: int, B: int) -> list[int]:
        nonlocal order
        if len(order) < B:
            order = list(np.random.permutation(N))
        batch, order = order[:B], order[B:]
        return batch

    return draw


GENERATOR = np.random.default_rng()
RIGHT_WAYS: dict[str, Callable[[int, int, int], Any]] = {
    "choice": lambda _, N, B: np.random.choice(N, B),
    "choice without replacement": lambda _, N, B: np.random.choice(N, B, replace=False),
    "permutation": lambda _, N, B: np.random.permutation(N)[:B],
    "randint": lambda _, N, B: np.random.randint(0, N, B),
    "sorted": lambda _, N, B: np.sort(np.random.randint(0, N, B)),
    "a generator of its own": lambda _, N, B: GENERATOR.integers(N, size=B),
    "epochs": epochs(),
}
WRONG_WAYS: dict[str, tuple[Callable[[int, int, int], Any], str]] = {
    "first": (lambda _, N, B: np.arange(B), "same batch"),
    "in order": (lambda t, N, B: (t * B + np.arange(B)) % N, "next to each other"),
    "a random slice": (lambda _, N, B: np.random.randint(N - B + 1) + np.arange(B), "next to each other"),
    "first shuffled": (lambda _, N, B: np.random.permutation(B), "same batch"),
    "among the first": (lambda _, N, B: np.random.choice(2 * B, B), "never drawn"),
    "all": (lambda _, N, B: np.arange(N), "whole data set"),
    "too few": (lambda _, N, B: np.random.choice(N, B - 1), "batch_size"),
    "last never": (lambda _, N, B: np.random.randint(0, N - 1, B), "never drawn"),
}


@pytest.mark.parametrize("way", RIGHT_WAYS)
def test_every_right_way_to_sample_is_right(graded: Callable[..., ExerciseReport], way: str) -> None:
    """With or without replacement, by epochs, with any generator."""
    report = graded("train", LinearClassifier=classifier(RIGHT_WAYS[way]))
    assert full(report), messages(report)


@pytest.mark.parametrize("way", WRONG_WAYS)
def test_wrong_ways_to_sample_are_told(graded: Callable[..., ExerciseReport], way: str) -> None:
    """The sentence names what is wrong with the batches."""
    draw, words = WRONG_WAYS[way]
    report = graded("train", LinearClassifier=classifier(draw))
    assert "batches" in failed(report)
    assert words in messages(report)


def test_chance_alone_fails_nobody(bench: Bench) -> None:
    """Thousands of honest runs: the bound on missing examples is never broken."""
    check = next(check for check in bench.exercise("train").checks if check.key == "batches")
    rng = np.random.default_rng(5)
    for case in bench.cases["train"]:
        X, y = case.inputs["X"], case.inputs["y"]
        steps, size = case.inputs["num_iters"], case.inputs["batch_size"]
        for _ in range(300):
            rows = rng.integers(len(X), size=(steps, size))
            whole = np.full(steps, size)
            arrays = {"batches": X[rows], "labels": y[rows], "batch_sizes": whole, "label_sizes": whole}
            (label,) = [run.label for run in check.needs(case)]
            seen = Seen({BASE: Observation(Status.OK), label: Observation(Status.OK, arrays)})
            assert check.judge(case, seen, seen).verdict is Verdict.PASS


def test_a_constant_learning_rate_is_told(graded: Callable[..., ExerciseReport]) -> None:
    """Whatever the constant is."""
    report = graded("train", LinearClassifier=classifier(RIGHT_WAYS["choice"], lambda _, dW: -1e-7 * dW))
    assert "learning_rate" in messages(report)


def test_steps_that_remember_or_shrink_are_told(graded: Callable[..., ExerciseReport]) -> None:
    """Momentum and a falling learning rate are no plain gradient descent."""

    def momentum() -> Callable[[Any, Any], Any]:
        last: list[Any] = [0.0]

        def step(learning_rate: float, dW: np.ndarray) -> Any:
            last[0] = 0.9 * last[0] - learning_rate * dW
            return last[0]

        return step

    def decay() -> Callable[[Any, Any], Any]:
        rate = [1.0]

        def step(learning_rate: float, dW: np.ndarray) -> Any:
            rate[0] *= 0.95
            return -rate[0] * learning_rate * dW

        return step

    for step, word in ((momentum(), "momentum"), (decay(), "learning_rate")):
        report = graded("train", LinearClassifier=classifier(RIGHT_WAYS["choice"], step))
        assert "change_of_W" in failed(report)
        assert word in messages(report)


RIGHT_STARTS: dict[str, Callable[[int, np.ndarray], np.ndarray]] = {
    "randn": lambda D, y: np.random.randn(D, y.max() + 1) * 0.001,
    "normal": lambda D, y: np.random.normal(0.0, 0.001, (D, max(y) + 1)),
    "a generator of its own": lambda D, y: 1e-3 * GENERATOR.standard_normal((D, y.max() + 1)),
    "zeros": lambda D, y: np.zeros((D, y.max() + 1)),
    "rand": lambda D, y: 0.001 * np.random.rand(D, y.max() + 1),
    "uniform around 0": lambda D, y: 0.001 * np.random.uniform(-1, 1, (D, y.max() + 1)),
}
WRONG_STARTS: dict[str, tuple[Callable[[int, np.ndarray], np.ndarray], str]] = {
    "unscaled": (lambda D, y: np.random.randn(D, y.max() + 1), "about 1 "),
    "0.1": (lambda D, y: 0.1 * np.random.randn(D, y.max() + 1), "about 0.1 "),
    "labels that occur": (lambda D, y: 0.001 * np.random.randn(D, len(np.unique(y))), "largest label plus 1"),
}


@pytest.mark.parametrize("start", RIGHT_STARTS)
def test_every_right_start_is_right(graded: Callable[..., ExerciseReport], start: str) -> None:
    """Small weights of shape (D, C), however they are drawn: the loss is convex."""
    report = graded("train", LinearClassifier=classifier(RIGHT_WAYS["choice"], start=RIGHT_STARTS[start]))
    assert full(report), messages(report)


@pytest.mark.parametrize("start", WRONG_STARTS)
def test_wrong_starts_cost_half_a_point_and_are_told(graded: Callable[..., ExerciseReport], start: str) -> None:
    """Large weights, and a class too few where a label never occurs."""
    draw, words = WRONG_STARTS[start]
    report = graded("train", LinearClassifier=classifier(RIGHT_WAYS["choice"], start=draw))
    assert failed(report) == {"start"}
    assert report.out_of - report.earned == pytest.approx(0.5)
    assert words in messages(report)


def test_right_starts_stay_far_from_the_bounds(assignment: Assignment, bench: Bench) -> None:
    """Thousands of honest draws: none is called wrong."""
    check = next(check for check in bench.exercise("train").checks if check.key == "start")
    case = next(case for case in bench.cases["train"] if case.name == "few_steps")
    (run,) = check.needs(case)
    shape = (run.inputs["X"].shape[1], int(run.inputs["y"].max()) + 1)
    rng = np.random.default_rng(6)
    for _ in range(3000):
        arrays = {"first_weights": 0.001 * rng.standard_normal(shape)}
        seen = Seen({run.label: Observation(Status.OK, arrays)})
        assert check.judge(case, seen, seen).verdict is Verdict.PASS


def test_a_batch_that_was_never_drawn_is_told(graded: Callable[..., ExerciseReport]) -> None:
    """As in the course's starter, where the sampling is still to be written."""

    class Unfinished(classifier(RIGHT_WAYS["choice"])):  # type: ignore[misc]
        def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
            if self.W is None:
                self.W = 0.001 * np.random.randn(X.shape[1], y.max() + 1)
            history = []
            for _ in range(num_iters):
                loss, dW = self.loss(None, None, reg)
                history.append(loss)
                self.W = self.W - learning_rate * dW
            return history

    report = graded("train", LinearClassifier=Unfinished)
    assert failed(report) == {"batches", "falls", "overfits"}
    assert "self.loss was given None in place of a batch" in messages(report)


TRAIN = classifier(RIGHT_WAYS["a generator of its own"]).train  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "default", [{"learning_rate": 1.1e-3}, {"reg": 1.1e-5}, {"num_iters": 99}, {"batch_size": 199}]
)
def test_other_defaults_of_train_are_found(graded: Callable[..., ExerciseReport], default: dict[str, float]) -> None:
    """Whichever they are; it costs a quarter of a point."""
    parameters = inspect.signature(TRAIN).parameters.values()
    signature = inspect.Signature([each.replace(default=default.get(each.name, each.default)) for each in parameters])

    class LinearClassifier(classifier(RIGHT_WAYS["a generator of its own"])):  # type: ignore[misc]
        def train(self, *given, **named):
            bound = signature.bind(self, *given, **named)
            bound.apply_defaults()
            return TRAIN(**bound.arguments)

        train.__signature__ = signature  # type: ignore[attr-defined]

    report = graded("train", LinearClassifier=LinearClassifier)
    assert failed(report) == {"defaults"}
    assert f"{next(iter(default))} has another default" in messages(report)
    assert report.earned == report.out_of - 0.25


def test_training_without_defaults_is_right(graded: Callable[..., ExerciseReport]) -> None:
    """Arguments that have none are given."""

    class LinearClassifier(classifier(RIGHT_WAYS["a generator of its own"])):  # type: ignore[misc]
        def train(self, X, y, learning_rate, reg, num_iters, batch_size):
            return TRAIN(self, X, y, learning_rate, reg, num_iters, batch_size)

    assert full(graded("train", LinearClassifier=LinearClassifier))


def test_training_is_judged_apart_from_predicting(graded: Callable[..., ExerciseReport]) -> None:
    """A class without `predict` can train."""
    made = classifier(RIGHT_WAYS["choice"])
    del made.predict
    assert full(graded("train", LinearClassifier=made))


# ---------------------------------------------------------------- the sample class


def test_the_sample_class_has_all_kinds_of_hand_ins(assignment: Assignment, tmp_path: Path) -> None:
    """Single files, folders, notebooks and archives; right, wrong, broken and hostile."""
    samples = write_samples(assignment, tmp_path)
    assert len(samples) == len(list(tmp_path.iterdir())) == 20
    assert {path.suffix for path in tmp_path.iterdir()} == {"", ".py", ".ipynb", ".zip"}
    assert len({sample.shows for sample in samples}) == len(samples)


def test_the_sample_class_is_the_same_every_time(assignment: Assignment, tmp_path: Path) -> None:
    """Byte for byte, archives included, so that gradings of it can be compared."""
    for turn in ("one", "two"):
        write_samples(assignment, tmp_path / turn)
    first, second = (
        {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    )
    assert first == second


def test_archives_of_the_sample_class_open(assignment: Assignment, tmp_path: Path) -> None:
    """All but the one that is broken on purpose."""
    write_samples(assignment, tmp_path)
    broken = [path.stem for path in tmp_path.glob("*.zip") if not zipfile.is_zipfile(path)]
    assert broken == ["quentin"]


def test_samples_name_only_mistakes_that_exist(assignment: Assignment) -> None:
    """A renamed mistake is noticed where it is used."""
    assert len(read_samples(assignment)) == 20
