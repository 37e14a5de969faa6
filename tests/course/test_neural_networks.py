"""The bundled course's neural networks: gradients by an independent oracle, inputs that tell, right ways that count."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from ours import graded_by

from grader.assignment import Assignment
from grader.bench import Bench, bench_for
from grader.catalog import bundled_root, find_course
from grader.model import ExerciseReport, Verdict


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return find_course(bundled_root()).assignment("neural_networks")


@pytest.fixture(scope="module")
def bench(assignment: Assignment) -> Bench:
    return bench_for(assignment)


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> SimpleNamespace:
    return assignment.solution(assignment.exercises["relu_forward"])


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


# ---------------------------------------------------------------- the references, by other means

LAYERS = {
    "relu": (),
    "leaky_relu": (0.3,),
    "elu": (0.7,),
    "sigmoid": (),
    "tanh": (),
}
FORMULAS: dict[str, Callable[..., np.ndarray]] = {
    "relu": lambda x: x * (x.real > 0),
    "leaky_relu": lambda x, alpha: x * np.where(x.real > 0, 1, alpha),
    "elu": lambda x, alpha: np.where(x.real > 0, x, alpha * (np.exp(x) - 1)),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
}


@pytest.mark.parametrize("layer", LAYERS)
def test_layers_are_their_formulas_and_their_slopes_the_complex_step_s(reference: SimpleNamespace, layer: str) -> None:
    """Im f(x + ih) / h is the derivative to full precision (Squire and Trapp, 1998)."""
    x = np.random.default_rng(1).standard_normal((4, 3, 5))
    dout = np.random.default_rng(2).standard_normal(x.shape)
    out, cache = getattr(reference, f"{layer}_forward")(x, *LAYERS[layer])
    np.testing.assert_allclose(out, FORMULAS[layer](x, *LAYERS[layer]), rtol=0, atol=1e-14)
    slopes = FORMULAS[layer](x + 1e-30j, *LAYERS[layer]).imag / 1e-30
    np.testing.assert_allclose(getattr(reference, f"{layer}_backward")(dout, cache), dout * slopes, rtol=0, atol=1e-13)


def by_differences(value: Callable[[], float], array: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """The gradient of a number by this array, entry by entry."""
    gradient = np.zeros_like(array)
    for place in np.ndindex(*array.shape):
        before = array[place]
        array[place] = before + h
        above = value()
        array[place] = before - h
        gradient[place] = (above - value()) / (2 * h)
        array[place] = before
    return gradient


@pytest.mark.parametrize("name", ["affine", "maxout"])
def test_gradients_of_layers_with_parameters_are_the_differences_of_their_outputs(
    bench: Bench, reference: SimpleNamespace, name: str
) -> None:
    """On every drawn case away from ties, by every input."""
    for case in bench.cases[f"{name}_backward"]:
        if case.name != "twins":
            inputs = {key: value.copy() for key, value in case.inputs.items()}
            dout = inputs.pop("dout")
            forward = getattr(reference, f"{name}_forward")
            gradients = getattr(reference, f"{name}_backward")(dout, forward(**inputs)[1])
            for gradient, array in zip(gradients, inputs.values(), strict=True):
                measured = by_differences(lambda: float(np.sum(dout * forward(**inputs)[0])), array)  # noqa: B023
                np.testing.assert_allclose(gradient, measured, rtol=0, atol=1e-7)


@pytest.mark.parametrize("name", ["two_layer_net_loss", "fully_connected_net_loss"])
def test_gradients_of_networks_are_the_differences_of_their_losses(
    assignment: Assignment, bench: Bench, name: str
) -> None:
    """By every parameter, penalty included."""
    solution = assignment.solution(assignment.exercises[name])
    probe = getattr(assignment.probes, name)
    for case in bench.cases[name]:
        if not case.reserved:
            inputs = {key: np.copy(value) for key, value in case.inputs.items()}
            inputs["reg"] = float(inputs["reg"])
            seen = probe(solution, **inputs)
            for parameter in [key for key in inputs if key[0] in "Wb"]:
                measured = by_differences(lambda: float(probe(solution, **inputs)["loss"]), inputs[parameter])  # noqa: B023
                np.testing.assert_allclose(seen[f"d{parameter}"], measured, rtol=0, atol=1e-6)


def test_the_two_networks_are_one_where_there_is_one_hidden_layer(assignment: Assignment, bench: Bench) -> None:
    """Loss and gradients alike."""
    solution, probes = assignment.solution(assignment.exercises["two_layer_net_loss"]), assignment.probes
    for case in bench.cases["two_layer_net_loss"]:
        one = probes.two_layer_net_loss(solution, **case.inputs)
        two = probes.fully_connected_net_loss(solution, **case.inputs)
        for name, value in one.items():
            np.testing.assert_allclose(value, two[name], rtol=1e-12, atol=1e-12)


# ---------------------------------------------------------------- inputs that tell


def test_every_exercise_knows_at_least_twelve_mistakes(assignment: Assignment) -> None:
    """Twenty-three exercises, each with sentences for what usually goes wrong."""
    assert len(assignment.exercises) == 23
    for exercise in assignment.exercises.values():
        assert len(exercise.mistakes) >= 12, exercise.name
        assert all(len(mistake.says) > 20 for mistake in exercise.mistakes)


def test_networks_keep_their_distance_from_the_kinks(bench: Bench) -> None:
    """Nothing that goes into a ReLU is near 0, and no bias is."""
    for name in ("two_layer_net_loss", "fully_connected_net_loss"):
        for case in bench.cases[name]:
            hidden = case.inputs["X"]
            depth = sum(key.startswith("W") for key in case.inputs)
            for i in range(1, depth + 1):
                before = hidden @ case.inputs[f"W{i}"] + case.inputs[f"b{i}"]
                hidden = np.maximum(0, before)
                assert i == depth or case.reserved or np.min(np.abs(before)) > 0.02, (name, case.name)
                assert case.reserved or np.min(np.abs(case.inputs[f"b{i}"])) >= 0.3, (name, case.name)


def test_sizes_differ_in_networks_and_strengths_cannot_be_confused(bench: Bench) -> None:
    """A transposed product has another shape, and a squared reg is not taken for half of it."""
    for case in bench.cases["two_layer_net_loss"]:
        assert len(set(case.letters.values())) == 4, case.name
        assert case.inputs["reg"] not in {0.5, 1.0}, case.name


# ---------------------------------------------------------------- right ways that count


def test_parameters_are_the_case_s_whatever_a_network_starts_from(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace
) -> None:
    """A network that starts from enormous weights computes the same losses."""

    class TwoLayerNet(reference.TwoLayerNet):  # type: ignore[name-defined,misc]
        def __init__(self, input_dim, hidden_dim, num_classes, weight_scale, reg):  # type: ignore[no-untyped-def]
            super().__init__(input_dim, hidden_dim, num_classes, 1000.0, reg)

    for name in ("two_layer_net_scores", "two_layer_net_loss"):
        assert full(graded(name, TwoLayerNet=TwoLayerNet))
    assert failed(graded("two_layer_net_init", TwoLayerNet=TwoLayerNet)) == {"spread_W1", "spread_W2"}


def test_parameters_in_float32_that_are_not_asked_for_do_no_harm(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace
) -> None:
    """They are replaced by those of the case."""

    class TwoLayerNet(reference.TwoLayerNet):  # type: ignore[name-defined,misc]
        def __init__(self, *args, **options):  # type: ignore[no-untyped-def]
            super().__init__(*args, **options)
            self.params = {name: value.astype(np.float32) for name, value in self.params.items()}

    for name in ("two_layer_net_init", "two_layer_net_scores", "two_layer_net_loss"):
        report = graded(name, TwoLayerNet=TwoLayerNet)
        assert full(report), messages(report)


def test_a_change_of_the_parameters_is_told(graded: Callable[..., ExerciseReport], reference: SimpleNamespace) -> None:
    """`loss` reads them, the update comes later."""

    class TwoLayerNet(reference.TwoLayerNet):  # type: ignore[name-defined,misc]
        def loss(self, X, y=None):  # type: ignore[no-untyped-def]
            returned = super().loss(X, y)
            self.params["b2"] += 0.1
            return returned

    report = graded("two_layer_net_loss", TwoLayerNet=TwoLayerNet)
    assert failed(report) >= {"inputs_unchanged"}
    assert "b2" in messages(report)


def test_what_a_forward_pass_changes_is_not_told_of_the_backward_pass(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace
) -> None:
    """One mistake is charged where it is made."""

    def relu_forward(x: np.ndarray) -> Any:
        x[x < 0] = 0
        return x, x > 0

    def relu_backward(dout: np.ndarray, cache: np.ndarray) -> np.ndarray:
        return dout * cache

    assert "inputs_unchanged" in failed(graded("relu_forward", relu_forward=relu_forward))
    assert full(graded("relu_backward", relu_forward=relu_forward, relu_backward=relu_backward))


def test_a_backward_pass_that_fits_a_wrong_forward_pass_keeps_its_gradient_points(
    graded: Callable[..., ExerciseReport],
) -> None:
    """Its numbers are not the expected ones; that it is the gradient of what was written is said and counted."""

    def sigmoid_forward(x: np.ndarray) -> Any:
        return 1 / (1 + np.exp(-2 * x)), x

    def sigmoid_backward(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
        s = 1 / (1 + np.exp(-2 * x))
        return 2 * dout * s * (1 - s)

    with np.errstate(over="ignore"):
        report = graded("sigmoid_backward", sigmoid_forward=sigmoid_forward, sigmoid_backward=sigmoid_backward)
    assert failed(report) == {"dx", "single_precision"}


def test_a_right_backward_pass_is_not_charged_for_a_wrong_forward_pass(graded: Callable[..., ExerciseReport]) -> None:
    """The bias is forgotten on the way up, and is right on the way down."""

    def affine_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> Any:
        return x.reshape(len(x), -1) @ w, (x, w, b)

    def affine_backward(dout: np.ndarray, cache: Any) -> Any:
        x, w, _ = cache
        return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)

    assert "the bias b is not added" in messages(graded("affine_forward", affine_forward=affine_forward))
    assert full(graded("affine_backward", affine_forward=affine_forward, affine_backward=affine_backward))


def test_two_mistakes_in_a_network_are_both_named(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace
) -> None:
    """The biases pay the penalty, and the gradients of the biases are averaged once more."""

    class TwoLayerNet(reference.TwoLayerNet):  # type: ignore[name-defined,misc]
        def loss(self, X, y=None):  # type: ignore[no-untyped-def]
            if y is None:
                return super().loss(X)
            loss, grads = super().loss(X, y)
            grads["b1"], grads["b2"] = grads["b1"] / len(X), grads["b2"] / len(X)
            return loss + 0.5 * self.reg * sum(np.sum(self.params[name] ** 2) for name in ("b1", "b2")), grads

    report = graded("two_layer_net_loss", TwoLayerNet=TwoLayerNet)
    assert {mistake.name for mistake in report.mistakes} == {"penalty_of_biases_in_loss", "biases_averaged"}


# ---------------------------------------------------------------- arguments that are left out


DEFAULTS = {"leaky_relu": 0.01, "elu": 1.0}


@pytest.mark.parametrize("layer", DEFAULTS)
def test_another_default_of_alpha_is_found(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace, layer: str
) -> None:
    """Whichever it is; all calls that give alpha are right."""

    def forward(x: np.ndarray, alpha: float = 1.1 * DEFAULTS[layer]) -> Any:
        return getattr(reference, f"{layer}_forward")(x, alpha)

    report = graded(f"{layer}_forward", **{f"{layer}_forward": forward})
    wrong = [finding for finding in report.findings if finding.verdict is Verdict.FAIL]
    assert [(finding.check, finding.case) for finding in wrong] == [("out", "alpha_left_out")]
    assert f"alpha is left out of this call: its default is {DEFAULTS[layer]}" in wrong[0].hint


@pytest.mark.parametrize("layer", DEFAULTS)
def test_an_alpha_without_a_default_is_told_once(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace, layer: str
) -> None:
    """It is named, and costs what one case is worth."""

    def forward(x: np.ndarray, alpha: float) -> Any:
        return getattr(reference, f"{layer}_forward")(x, alpha)

    report = graded(f"{layer}_forward", **{f"{layer}_forward": forward})
    wrong = [finding for finding in report.findings if finding.verdict is Verdict.FAIL]
    assert [finding.case for finding in wrong] == ["alpha_left_out"]
    assert "missing 1 required positional argument: 'alpha'" in wrong[0].message
    assert [mistake.name for mistake in report.mistakes] == ["alpha_without_default"]
    assert report.earned > 0.8 * report.out_of


OTHER_DEFAULTS = [
    ("TwoLayerNet", "two_layer_net_init", {"input_dim": 3000}),
    ("TwoLayerNet", "two_layer_net_init", {"hidden_dim": 101}),
    ("TwoLayerNet", "two_layer_net_init", {"num_classes": 11}),
    ("TwoLayerNet", "two_layer_net_init", {"weight_scale": 1.5e-3}),
    ("TwoLayerNet", "two_layer_net_loss", {"reg": 1e-5}),
    ("FullyConnectedNet", "fully_connected_net_init", {"input_dim": 3000}),
    ("FullyConnectedNet", "fully_connected_net_init", {"num_classes": 11}),
    ("FullyConnectedNet", "fully_connected_net_init", {"weight_scale": 1.5e-2}),
    ("FullyConnectedNet", "fully_connected_net_loss", {"reg": 1e-5}),
]


@pytest.mark.parametrize(("network", "exercise", "default"), OTHER_DEFAULTS)
def test_other_defaults_of_a_network_are_found(
    graded: Callable[..., ExerciseReport],
    reference: SimpleNamespace,
    network: str,
    exercise: str,
    default: dict[str, float],
) -> None:
    """In the case that leaves them out, and there alone."""
    ours = getattr(reference, network)
    parameters = inspect.signature(ours).parameters.values()
    signature = inspect.Signature([each.replace(default=default.get(each.name, each.default)) for each in parameters])

    class Theirs(ours):  # type: ignore[misc]
        __signature__ = signature

        def __init__(self, *given: Any, **named: Any) -> None:
            bound = signature.bind(*given, **named)
            bound.apply_defaults()
            super().__init__(**bound.arguments)

    report = graded(exercise, **{network: Theirs})
    cases = {finding.case for finding in report.findings if finding.verdict is Verdict.FAIL}
    assert cases <= {"nothing_given", "nothing_but_hidden_dims", "reg_left_out"}
    assert cases


def of_an_older_year(input_size, hidden_size, output_size, std=1e-4):  # type: ignore[no-untyped-def]
    """Another scale by default, and reg given to loss."""
    return (input_size, hidden_size, output_size), std, 0.0


def without_defaults(input_dim, hidden_dim, num_classes, weight_scale, reg):  # type: ignore[no-untyped-def]
    """Everything has to be given."""
    return (input_dim, hidden_dim, num_classes), weight_scale, reg


def sizes_without_defaults(input_dim, hidden_dim, num_classes, weight_scale=1e-3, reg=0.0):  # type: ignore[no-untyped-def]
    """As the handout writes it."""
    return (input_dim, hidden_dim, num_classes), weight_scale, reg


def by_position(input_dim=5, hidden_dim=4, num_classes=3, scale=1.0, reg=0.0):  # type: ignore[no-untyped-def]
    """The scale has a name of its own, so nothing before it can be left out."""
    return (input_dim, hidden_dim, num_classes), scale, reg


def of_anything(*sizes, **options):  # type: ignore[no-untyped-def]
    """Options with the defaults of the handout."""
    return sizes, options.get("weight_scale", 1e-3), options.get("reg", 0.0)


@pytest.mark.parametrize(
    "signature", [of_an_older_year, without_defaults, sizes_without_defaults, by_position, of_anything]
)
def test_constructors_that_promise_no_default_are_given_everything(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace, signature: Callable[..., Any]
) -> None:
    """Sizes may be required; an older signature has another scale, and reg in `loss`."""

    class TwoLayerNet(reference.TwoLayerNet):  # type: ignore[name-defined,misc]
        __signature__ = inspect.signature(signature)

        def __init__(self, *given: Any, **named: Any) -> None:
            sizes, scale, reg = signature(*given, **named)
            super().__init__(*sizes, scale, reg)

    class WithReg(TwoLayerNet):
        def loss(self, X, y=None, reg=0.0):  # type: ignore[no-untyped-def]
            self.reg = reg
            return super().loss(X, y)

    made = WithReg if signature is of_an_older_year else TwoLayerNet
    for name in ("two_layer_net_init", "two_layer_net_scores", "two_layer_net_loss"):
        report = graded(name, TwoLayerNet=made)
        assert full(report), messages(report)


# ---------------------------------------------------------------- scores that lie far apart

SHIFTS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "shifted_by_smallest": lambda scores, _: scores.min(axis=1, keepdims=True),
    "shifted_by_mean": lambda scores, _: scores.mean(axis=1, keepdims=True),
    "shifted_by_right_class": lambda scores, y: scores[np.arange(len(y)), y][:, None],
}


@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize("network", ["TwoLayerNet", "FullyConnectedNet"])
def test_a_wrong_shift_in_a_network_loses_stability_only(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace, network: str, shift: str
) -> None:
    """The right loss and gradients, until exp overflows."""

    class Theirs(getattr(reference, network)):  # type: ignore[misc]
        def loss(self, X, y=None):  # type: ignore[no-untyped-def]
            if y is None:
                return super().loss(X)
            loss, grads = super().loss(X, y)
            scores = super().loss(X)
            with np.errstate(over="ignore"):
                overflows = np.isinf(np.exp(scores - SHIFTS[shift](scores, y))).any()
            if overflows:
                return np.nan, {name: np.full_like(grad, np.nan) for name, grad in grads.items()}
            return loss, grads

    exercise = {"TwoLayerNet": "two_layer_net_loss", "FullyConnectedNet": "fully_connected_net_loss"}[network]
    assert failed(graded(exercise, **{network: Theirs})) == {"stability"}
