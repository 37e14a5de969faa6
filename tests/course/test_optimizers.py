"""The bundled course's update rules: worked numbers, conventions that count, mistakes that are told by their step."""

# ruff: noqa: ARG005, FBT001, RUF001 - rules as short as they can be; the handout writes a minus as it is printed

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from ours import graded_by

from grader.assignment import Assignment
from grader.bench import Bench, bench_for
from grader.catalog import bundled_root, find_course
from grader.model import ExerciseReport, Verdict

RULES = ("sgd", "sgd_momentum", "nesterov", "adagrad", "rmsprop", "adam")
BY_HAND = {
    "sgd": {"learning_rate": 0.5},
    "sgd_momentum": {"learning_rate": 0.5, "momentum": 0.5},
    "nesterov": {"learning_rate": 0.5, "momentum": 0.5},
    "adagrad": {"learning_rate": 0.5, "epsilon": 0.5},
    "rmsprop": {"learning_rate": 0.5, "decay_rate": 0.75, "epsilon": 0.25},
    "adam": {"learning_rate": 0.5, "beta1": 0.5, "beta2": 0.75, "epsilon": 0.5},
}


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return find_course(bundled_root()).assignment("optimizers")


@pytest.fixture(scope="module")
def bench(assignment: Assignment) -> Bench:
    return bench_for(assignment)


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> SimpleNamespace:
    return assignment.solution(assignment.exercises["sgd"])


@pytest.fixture(scope="module")
def graded(assignment: Assignment, bench: Bench) -> Callable[..., ExerciseReport]:
    """Grades a rule on one exercise, as if a student had written it."""

    grade = graded_by(assignment, bench)
    return lambda name, rule: grade(name, **{name: rule})


def full(report: ExerciseReport) -> bool:
    return report.earned == pytest.approx(report.out_of) and not report.mistakes


def failed(report: ExerciseReport) -> set[tuple[str, str]]:
    return {(finding.check, finding.case) for finding in report.findings if finding.verdict is Verdict.FAIL}


def messages(report: ExerciseReport) -> str:
    told = [finding.message for finding in report.findings if finding.verdict is Verdict.FAIL]
    return "\n".join([mistake.message for mistake in report.mistakes] + told)


def walked(rule: Any, config: dict[str, float]) -> list[float]:
    """The first weight after each of the handout's four steps."""
    w, path = np.array([1.0, -2.0]), []
    for dw in np.array([[2.0, -0.5], [1.0, -0.5], [-2.0, 1.0], [0.0, 2.0]]):
        w, config = rule(w, dw, config)
        path.append(float(w[0]))
    return path


# ---------------------------------------------------------------- the references


def test_the_handout_s_numbers_are_right(assignment: Assignment, reference: SimpleNamespace) -> None:
    """Every row of its table, to the digits given."""
    text = (assignment.folder / "README.md").read_text(encoding="utf-8").replace("−", "-")
    table = text[text.index("| rule | after step 1") :]
    for name in RULES:
        row = re.search(rf"^\| `{name}` \| (.+) \|$", table, re.MULTILINE)
        assert row, name
        assert walked(getattr(reference, name), BY_HAND[name]) == pytest.approx(
            [float(number) for number in row[1].split("|")], abs=6e-5
        )


def test_the_handout_and_the_docstrings_give_the_defaults_that_count(
    assignment: Assignment, reference: SimpleNamespace
) -> None:
    """A rule without a config is the rule with every default given."""
    text = (assignment.folder / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| rule | settings and their defaults") : text.index("## The rules")]
    w, dw = np.array([0.3, -0.2]), np.array([0.7, 1e-7])
    for name in RULES:
        row = re.search(rf"^\| `{name}` \| (.+?) \|", table, re.MULTILINE)
        assert row, name
        told = re.findall(r"`(\w+)` ([\d.e-]+)", row[1])
        rule, defaults = getattr(reference, name), {key: float(value) for key, value in told}
        assert all(f"- {key}: {value}" in rule.__doc__ for key, value in told), name
        first, second = rule(w, dw, None), rule(w, dw, defaults)
        for _ in range(3):
            np.testing.assert_array_equal(first[0], second[0])
            first, second = rule(first[0], dw, first[1]), rule(second[0], dw, second[1])


def test_references_keep_to_what_the_handout_asks(reference: SimpleNamespace) -> None:
    """Inputs stay as they are, float32 stays float32, and the config that comes back holds what was given."""
    for name in RULES:
        w, dw, config = np.float32([1, 2, 3]), np.float32([0.5, -1, 0]), dict(BY_HAND[name])
        next_w, returned = getattr(reference, name)(w, dw, config)
        assert next_w.dtype == np.float32
        assert config == BY_HAND[name]
        assert returned.items() >= config.items()
        np.testing.assert_array_equal(w, [1, 2, 3])
        np.testing.assert_array_equal(dw, np.float32([0.5, -1, 0]))


def test_adam_s_first_step_is_the_learning_rate_whatever_the_gradient(reference: SimpleNamespace) -> None:
    """Without the correction it would be 0.1 / sqrt(0.001) times that."""
    dw = np.array([1e-3, -4.0, 5e6])
    next_w, _ = reference.adam(np.zeros(3), dw, None)
    np.testing.assert_allclose(next_w, -1e-3 * np.sign(dw), rtol=2e-5)


def test_nesterov_in_place_of_momentum_pays_off(reference: SimpleNamespace) -> None:
    """On a quadratic with the same settings the look-ahead damps what momentum overshoots."""
    curvatures = np.array([1.0, 50.0])
    ends = []
    for rule in (reference.nesterov, reference.sgd_momentum):
        w, config = np.array([1.0, 1.0]), {"learning_rate": 0.01, "momentum": 0.95}
        for _ in range(120):
            w, config = rule(w, curvatures * w, config)
        ends.append(float(np.sum(curvatures * w * w)))
    assert ends[0] < ends[1]


def test_every_rule_knows_many_mistakes(assignment: Assignment) -> None:
    """Sixteen at least, each with a sentence that says more than its name."""
    assert tuple(assignment.exercises) == RULES
    for exercise in assignment.exercises.values():
        assert len(exercise.mistakes) >= 16
        assert all(len(mistake.says.split()) > 6 for mistake in exercise.mistakes)


# ---------------------------------------------------------------- right in other ways


def adam_form(*, t: int, count_after: bool, epsilon: str, keys: tuple[str, str, str]) -> Any:
    """Adam with the freedoms that the handout leaves."""
    first, second, steps = keys

    def adam(w: Any, dw: Any, config: Any = None) -> Any:
        config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, steps: t, **(config or {})}
        b1, b2, eps = config["beta1"], config["beta2"], config["epsilon"]
        config[steps] += not count_after
        m = config[first] = b1 * config.get(first, 0) + (1 - b1) * dw
        v = config[second] = b2 * config.get(second, 0) + (1 - b2) * dw**2
        k = config[steps]
        config[steps] += count_after
        rate, root = config["learning_rate"] / (1 - b1**k), np.sqrt(1 - b2**k)
        if epsilon == "beside":
            return w - rate * m / (np.sqrt(v) / root + eps), config
        if epsilon == "inside":
            return w - rate * m / np.sqrt(v / root**2 + eps), config
        return w - rate * root * m / (np.sqrt(v) + eps), config

    return adam


@pytest.mark.parametrize(("t", "count_after"), [(0, False), (1, True), (1, False)], ids=["0", "1, after", "1, before"])
@pytest.mark.parametrize("epsilon", ["beside", "inside", "beside uncorrected"])
def test_every_accepted_form_of_adam_earns_everything(
    graded: Callable[..., ExerciseReport], t: int, count_after: bool, epsilon: str
) -> None:
    """t from 0 or 1, counted before or after; three places for epsilon; any keys for the state."""
    keys = ("m", "v", "t") if epsilon == "inside" else ("mean", "square", "updates")
    report = graded("adam", adam_form(t=t, count_after=count_after, epsilon=epsilon, keys=keys))
    assert full(report), messages(report)


def test_a_second_mistake_is_named_under_another_convention(graded: Callable[..., ExerciseReport]) -> None:
    """The learning rate outside the velocity is right; that the velocity is used too late is told all the same."""

    def momentum(w: Any, dw: Any, config: Any = None) -> Any:
        config = {"learning_rate": 1e-2, "momentum": 0.9, "buffer": np.zeros_like(w), **(config or {})}
        next_w = w - config["learning_rate"] * config["buffer"]
        return next_w, {**config, "buffer": config["momentum"] * config["buffer"] + dw}

    report = graded("sgd_momentum", momentum)
    assert not full(report)
    assert "the one expected a step earlier" in messages(report)
    assert any("before this step" in mistake.message for mistake in report.mistakes), messages(report)


# ---------------------------------------------------------------- wrong, and told


def test_a_lagging_correction_is_told_by_its_step_and_its_cause(graded: Callable[..., ExerciseReport]) -> None:
    """Step 1 is right; from step 2 on the correction is that of the step before."""

    def adam(w: Any, dw: Any, config: Any = None) -> Any:
        config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0, **(config or {})}
        t = max(config["t"], 1)
        m = config["beta1"] * config.get("m", 0) + (1 - config["beta1"]) * dw
        v = config["beta2"] * config.get("v", 0) + (1 - config["beta2"]) * dw**2
        step = m / (1 - config["beta1"] ** t) / (np.sqrt(v / (1 - config["beta2"] ** t)) + config["epsilon"])
        return w - config["learning_rate"] * step, {**config, "m": m, "v": v, "t": config["t"] + 1}

    report = graded("adam", adam)
    assert [mistake.name for mistake in report.mistakes] == ["correction_lags"]
    assert "next_w matches until step 1, then leaves" in messages(report)
    assert "lags one step behind" in messages(report)


def test_a_shared_default_is_told_and_nothing_else(graded: Callable[..., ExerciseReport]) -> None:
    """config=None works by itself; only two parameters that are started without a config meet in it."""

    def adagrad(w: Any, dw: Any, config: Any = {}) -> Any:  # noqa: B006 - that is the mistake
        config = {} if config is None else config
        config["cache"] = config.get("cache", 0) + dw**2
        step = config.get("learning_rate", 1e-2) * dw / (np.sqrt(config["cache"]) + config.get("epsilon", 1e-8))
        return w - step, config

    report = graded("adagrad", adagrad)
    assert failed(report) == {("apart", "defaults")}
    assert "`config={}`" in messages(report)


def test_a_gradient_changed_in_place_is_told_though_the_numbers_are_right(
    graded: Callable[..., ExerciseReport],
) -> None:
    """The weights may be changed in place, the gradient may not."""

    def sgd(w: Any, dw: Any, config: Any = None) -> Any:
        config = {"learning_rate": 1e-2, **(config or {})}
        dw *= config["learning_rate"]
        w -= dw
        return w, config

    report = graded("sgd", sgd)
    assert {check for check, _ in failed(report)} == {"inputs_unchanged"}
    assert [mistake.name for mistake in report.mistakes] == ["gradient_changed"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (lambda w, dw, config=None: (config or {}, w), "return next_w, config in this order"),
        (lambda w, dw, config=None: (None, config or {}), "next_w is None"),
        (lambda w, dw, config=None: (w - 0.01 * dw, None), "the second value returned is no config"),
        (lambda w, dw, config=None: (np.sum(w) - 0.01 * dw[..., None] * dw, config or {}), "next_w has shape"),
    ],
)
def test_what_cannot_be_walked_on_with_is_told_in_plain_words(
    graded: Callable[..., ExerciseReport], rule: Any, words: str
) -> None:
    """And earns nothing."""
    report = graded("sgd", rule)
    assert report.earned == 0
    assert words in messages(report)


def test_a_rule_that_runs_away_is_told_so(graded: Callable[..., ExerciseReport]) -> None:
    """Beside the cause, which is named."""
    report = graded(
        "sgd",
        lambda w, dw, config=None: (w + {"learning_rate": 1e-2, **(config or {})}["learning_rate"] * dw, config or {}),
    )
    assert [mistake.name for mistake in report.mistakes] == ["uphill"]
    assert "loss runs away" in messages(report)


def test_the_kit_holds_the_checks_of_the_walk(assignment: Assignment, tmp_path: Path) -> None:
    """Students see at home what is said of the visible cases: path, descent and separate configs."""
    from grader.kit import read_kit, release  # noqa: PLC0415 - only here

    release(assignment, tmp_path / "kit")
    kit = read_kit(tmp_path / "kit")
    checks = {type(check).__name__ for check in kit.exercise("adam").checks}
    assert {"Trajectory", "Reaches", "Apart", "InputsUnchanged"} <= checks
