"""The bundled course's convolutions: the handout's numbers, an oracle that is not ours, right ways, and policies."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from ours import graded_by
from scipy.signal import correlate

from grader.assignment import Assignment
from grader.bench import Bench, bench_for
from grader.catalog import bundled_root, find_course
from grader.model import ExerciseReport, Verdict

POOLS = ("max_pool_forward_naive", "max_pool_backward_naive", "avg_pool_forward_naive", "avg_pool_backward_naive")


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return find_course(bundled_root()).assignment("convolution")


@pytest.fixture(scope="module")
def bench(assignment: Assignment) -> Bench:
    return bench_for(assignment)


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> SimpleNamespace:
    return assignment.solution(assignment.exercises["conv_forward_naive"])


@pytest.fixture(scope="module")
def graded(assignment: Assignment, bench: Bench) -> Callable[..., ExerciseReport]:
    """Grades functions given by name on one exercise, as if a student had written them."""

    return graded_by(assignment, bench)


def full(report: ExerciseReport) -> bool:
    return report.earned == pytest.approx(report.out_of) and not report.mistakes


def messages(report: ExerciseReport) -> str:
    told = [finding.message for finding in report.findings if finding.verdict is Verdict.FAIL]
    return "\n".join([mistake.message for mistake in report.mistakes] + told)


# ---------------------------------------------------------------- the handout's numbers


@pytest.mark.parametrize(
    ("layer", "size"),
    [((7, 3, 1, 0), 5), ((7, 3, 2, 0), 3), ((7, 3, 1, 1), 7), ((32, 5, 1, 2), 32), ((227, 11, 4, 0), 55)],
)
def test_sizes_are_those_of_the_handout(reference: SimpleNamespace, layer: tuple[int, ...], size: int) -> None:
    assert reference.conv_output_size(*layer) == size


def test_a_filter_that_does_not_fit_is_refused(reference: SimpleNamespace) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        reference.conv_output_size(7, 3, 3, 0)


def test_the_winner_of_2012_has_62_million_parameters(bench: Bench, reference: SimpleNamespace) -> None:
    """Layer by layer as in the handout."""
    (case,) = (case for case in bench.cases["count_parameters"] if case.name == "alexnet")
    counts = reference.count_parameters(case.inputs["layers"])
    assert counts == [0, 34944, 0, 614656, 0, 885120, 1327488, 884992, 0, 37752832, 16781312, 4097000]
    assert sum(counts) == 62_378_344


def test_the_convolution_by_hand_is_that_of_the_handout(bench: Bench, reference: SimpleNamespace) -> None:
    (case,) = (case for case in bench.cases["conv_forward_naive"] if case.name == "by_hand")
    out, _ = reference.conv_forward_naive(**case.inputs)
    assert out.tolist() == [[[[9, 11, 13], [17, 19, 21]]]]


# ---------------------------------------------------------------- an oracle that is not ours


@pytest.mark.parametrize("name", ["conv_forward_naive", "conv_forward_im2col"])
def test_convolutions_are_scipys_correlations(bench: Bench, reference: SimpleNamespace, name: str) -> None:
    """On every case, with every stride and padding."""
    for case in bench.cases[name]:
        x, w, b, param = (case.inputs[key] for key in ("x", "w", "b", "conv_param"))
        padded = np.pad(x, [(0, 0), (0, 0)] + 2 * [(param["pad"], param["pad"])])
        maps = [[correlate(image, kernel, mode="valid")[0] for kernel in w] for image in padded]
        wanted = np.array(maps)[:, :, :: param["stride"], :: param["stride"]] + b[:, None, None]
        out, _ = getattr(reference, name)(x, w, b, param)
        assert np.allclose(out, wanted, rtol=0, atol=1e-12)


def test_filters_are_scipys_correlations(bench: Bench, reference: SimpleNamespace) -> None:
    """With zeros beyond the border, colour by colour."""
    for case in bench.cases["apply_filter"]:
        image, kernel = case.inputs["image"].astype(float), case.inputs["kernel"]
        layers = np.atleast_3d(image)
        filtered = [
            correlate(np.pad(layer, _margins(kernel)), kernel, mode="valid") for layer in np.moveaxis(layers, 2, 0)
        ]
        wanted = np.moveaxis(np.array(filtered), 0, 2).reshape(image.shape)
        assert np.allclose(reference.apply_filter(case.inputs["image"], kernel), wanted, rtol=0, atol=1e-10)


def _margins(kernel: np.ndarray) -> list[tuple[int, int]]:
    return [(size // 2, size // 2) for size in kernel.shape]


def test_the_networks_gradient_is_that_of_complex_steps_in_its_last_layer(
    bench: Bench, reference: SimpleNamespace
) -> None:
    """The softmax loss by W3 and b3, where no ReLU follows, is analytic: no difference is taken."""
    (case,) = (case for case in bench.cases["ThreeLayerConvNet"] if case.name == "small_network")
    given = case.inputs
    model = reference.ThreeLayerConvNet(given["X"].shape[1:], 3, 3, 5, 4, reg=given["reg"], dtype=float)
    model.params = {name: given[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3")}
    _, grads = model.loss(given["X"], given["y"])
    hidden = _hidden(model, given["X"])
    for name in ("W3", "b3"):
        step = np.zeros(given[name].shape, dtype=complex)
        for place in np.ndindex(step.shape):
            step[place] = 1e-30j
            moved = {**given, name: given[name] + step}
            loss = _softmax(hidden @ moved["W3"] + moved["b3"], given["y"])
            loss += 0.5 * given["reg"] * np.sum(moved["W3"] ** 2)
            assert grads[name][place] == pytest.approx(loss.imag / 1e-30, rel=1e-12, abs=1e-14)
            step[place] = 0.0


def _hidden(model: Any, X: np.ndarray) -> np.ndarray:
    """What goes into the last layer: the scores of a network whose last layer hands it on."""
    kept = dict(model.params)
    size = len(kept["b2"])
    model.params = {**kept, "W3": np.eye(size), "b3": np.zeros(size)}
    hidden: np.ndarray = model.loss(X)
    model.params = kept
    return hidden


def _softmax(scores: np.ndarray, y: np.ndarray) -> complex:
    losses = np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(y)), y]
    return complex(losses.mean())


# ---------------------------------------------------------------- cases


def test_sizes_differ_wherever_they_can(bench: Bench) -> None:
    """One axis can't be taken for another, save in the case that is square on purpose."""
    for name in ("conv_forward_naive", "conv_backward_im2col"):
        for case in bench.cases[name]:
            if not case.visible and case.name not in ("all_square", "one_of_everything", "many_filters"):
                (N, C, H, W), (F, _, HH, WW) = case.inputs["x"].shape, case.inputs["w"].shape
                assert len({N, C, F, HH, WW}) == 5, case.name
                assert H != W, case.name
    params = [case.inputs["conv_param"] for case in bench.cases["conv_forward_naive"]]
    assert {param["pad"] for param in params} == {0, 1, 2}
    assert {param["stride"] for param in params} == {1, 2, 3}


def test_maxima_are_never_tied_but_in_the_case_of_ties(bench: Bench) -> None:
    """Entries are 0.05 apart, five times what the adjoint law moves them by."""
    for case in bench.cases["max_pool_backward_naive"]:
        gaps = np.diff(np.sort(case.inputs["x"], axis=None))
        assert (gaps.min() == 0) == (case.name == "tied")
        assert case.visible or case.name == "tied" or gaps.min() > 0.049


def test_every_exercise_knows_at_least_fifteen_mistakes(assignment: Assignment) -> None:
    """Thirteen exercises, each with sentences for what usually goes wrong."""
    assert len(assignment.exercises) == 13
    for exercise in assignment.exercises.values():
        assert len(exercise.mistakes) >= 15, exercise.name
        for mistake in exercise.mistakes:
            assert len(mistake.says) > 20, mistake.id


def test_no_case_is_large(bench: Bench) -> None:
    """Everything is worked through in Python loops: at most some hundred windows, but for the case of speed."""
    for name in ("conv_forward_naive", "conv_backward_naive", *POOLS):
        for case in bench.cases[name]:
            assert sum(np.size(value) for value in case.inputs.values() if isinstance(value, np.ndarray)) < 2000


# ---------------------------------------------------------------- policies


def refusing(error: type[BaseException]) -> Callable[..., int]:
    def conv_output_size(W: int, F: int, S: int, P: int) -> int:
        if (W - F + 2 * P) % S:
            raise error("it does not fit")
        return (W - F + 2 * P) // S + 1

    return conv_output_size


class OwnError(Exception):
    pass


@pytest.mark.parametrize("error", [ValueError, AssertionError, Exception, RuntimeError, ArithmeticError, OwnError])
def test_an_error_that_is_meant_counts_as_a_refusal(
    graded: Callable[..., ExerciseReport], error: type[BaseException]
) -> None:
    assert full(graded("conv_output_size", conv_output_size=refusing(error)))


@pytest.mark.parametrize("error", [TypeError, NameError, IndexError, KeyError, ZeroDivisionError, NotImplementedError])
def test_an_error_that_is_met_by_accident_is_none(
    graded: Callable[..., ExerciseReport], error: type[BaseException]
) -> None:
    report = graded("conv_output_size", conv_output_size=refusing(error))
    assert not full(report)
    assert error.__name__ in messages(report)


def max_pool(x: np.ndarray, pool_param: dict[str, int]) -> tuple[np.ndarray, Any]:
    rows, columns, step = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    windows = np.lib.stride_tricks.sliding_window_view(x, (rows, columns), axis=(2, 3))[:, :, ::step, ::step]
    return windows.max(axis=(4, 5)), (x, rows, columns, step)


def backward(share: Callable[[np.ndarray], np.ndarray]) -> Callable[..., np.ndarray]:
    def max_pool_backward_naive(dout: np.ndarray, cache: Any) -> np.ndarray:
        x, rows, columns, step = cache
        dx = np.zeros_like(x)
        for n, c, i, j in np.ndindex(*dout.shape):
            place = np.s_[n, c, i * step : i * step + rows, j * step : j * step + columns]
            dx[place] += share(x[place]) * dout[n, c, i, j]
        return dx

    return max_pool_backward_naive


def of_the_first(window: np.ndarray) -> np.ndarray:
    return (np.arange(window.size) == window.argmax()).reshape(window.shape).astype(float)


SHARES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "first": of_the_first,
    "last": lambda window: of_the_first(window[::-1, ::-1])[::-1, ::-1],
    "even": lambda window: (window == window.max()) / np.sum(window == window.max()),
}


@pytest.mark.parametrize("share", SHARES)
def test_ties_may_go_to_the_first_to_the_last_or_be_shared(graded: Callable[..., ExerciseReport], share: str) -> None:
    functions = {"max_pool_forward_naive": max_pool, "max_pool_backward_naive": backward(SHARES[share])}
    report = graded("max_pool_backward_naive", **functions)
    assert full(report), messages(report)
    assert not any("costs nothing" in note for note in report.notes)


def test_the_whole_gradient_to_every_tie_is_told_and_free(graded: Callable[..., ExerciseReport]) -> None:
    """As the handout says."""
    share = backward(lambda window: (window == window.max()).astype(float))
    report = graded("max_pool_backward_naive", max_pool_forward_naive=max_pool, max_pool_backward_naive=share)
    assert full(report), messages(report)
    assert any("each gets the whole gradient" in note for note in report.notes)


def test_a_mistake_is_named_under_every_way_with_ties(graded: Callable[..., ExerciseReport]) -> None:
    """A stride that is ignored is called so, wherever ties go."""
    for share in SHARES.values():

        def careless(dout: np.ndarray, cache: Any, share: Any = share) -> np.ndarray:
            return np.asarray(-backward(share)(dout, cache))

        report = graded("max_pool_backward_naive", max_pool_forward_naive=max_pool, max_pool_backward_naive=careless)
        assert [mistake.name for mistake in report.mistakes] == ["negated"]


def test_a_backward_function_that_fits_its_wrong_forward_function_keeps_a_part(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace
) -> None:
    """The handout promises it: the filters are flipped, on the way back, too."""

    def forward(x: Any, w: Any, b: Any, conv_param: Any) -> Any:
        return reference.conv_forward_naive(x, w[:, :, ::-1, ::-1], b, conv_param)

    def way_back(dout: Any, cache: Any) -> Any:
        dx, dw, db = reference.conv_backward_naive(dout, cache)
        return dx, dw[:, :, ::-1, ::-1], db

    report = graded("conv_backward_naive", conv_forward_naive=forward, conv_backward_naive=way_back)
    passed = {finding.check for finding in report.findings if finding.verdict is Verdict.PASS}
    assert {"adjoint_x", "adjoint_w", "adjoint_b", "db"} <= passed
    assert 0 < report.earned < report.out_of


# ---------------------------------------------------------------- the network


def net_of(reference: SimpleNamespace, **changed: Any) -> type:
    """The reference's network with some of its methods replaced."""
    return type("ThreeLayerConvNet", (reference.ThreeLayerConvNet,), changed)


def made_otherwise(make: Callable[..., np.ndarray], **further: Any) -> Callable[..., None]:
    """A constructor that draws weights by `make(scale, shape)` and may keep further parameters."""

    def made(
        self: Any,
        input_dim: Any = (3, 32, 32),
        num_filters: int = 32,
        filter_size: int = 7,
        hidden_dim: int = 100,
        num_classes: int = 10,
        weight_scale: float = 1e-3,
        reg: float = 0.0,
        dtype: Any = np.float32,
    ) -> None:
        D, H, W = input_dim
        self.reg, self.dtype = reg, dtype
        self.params = {
            "W1": make(weight_scale, (num_filters, D, filter_size, filter_size)),
            "b1": np.zeros(num_filters),
            "W2": make(weight_scale, (num_filters * H * W // 4, hidden_dim)),
            "b2": np.zeros((hidden_dim,)),
            "W3": make(weight_scale, (hidden_dim, num_classes)),
            "b3": np.zeros(num_classes),
            **further,
        }
        self.params = {name: value.astype(dtype) for name, value in self.params.items()}

    return made


def by_legacy_generator(scale: float, shape: tuple[int, ...]) -> np.ndarray:
    return np.random.normal(0, scale, shape)  # noqa: NPY002 - as handed in


def by_own_generator(scale: float, shape: tuple[int, ...]) -> np.ndarray:
    return scale * np.random.default_rng(7).standard_normal(shape)


def in_single(scale: float, shape: tuple[int, ...]) -> np.ndarray:
    return np.random.default_rng().standard_normal(shape, dtype=np.float32) * np.float32(scale)


@pytest.mark.parametrize("make", [by_legacy_generator, by_own_generator, in_single])
def test_first_weights_may_come_from_any_generator(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace, make: Callable[..., np.ndarray]
) -> None:
    """And there may be other parameters beside them, those of a batch normalisation say."""
    model = net_of(reference, __init__=made_otherwise(make, gamma1=np.ones(3), beta1=np.zeros(3)))
    for exercise in ("three_layer_conv_net_init", "ThreeLayerConvNet"):
        report = graded(exercise, ThreeLayerConvNet=model)
        assert full(report), messages(report)


def test_weights_scaled_by_their_number_are_told_of_weight_scale(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace
) -> None:
    """Recommended elsewhere; here the handout gives the standard deviation."""

    def make(scale: float, shape: tuple[int, ...]) -> np.ndarray:
        inputs = np.prod(shape[1:]) if len(shape) == 4 else shape[0]
        return by_legacy_generator(1 / np.sqrt(inputs), shape)

    report = graded("three_layer_conv_net_init", ThreeLayerConvNet=net_of(reference, __init__=made_otherwise(make)))
    failed = {finding.check for finding in report.findings if finding.verdict is Verdict.FAIL}
    assert failed == {"spread_W1", "spread_W2", "spread_W3"}
    assert "weight_scale" in messages(report)


def test_a_parameter_that_is_made_too_large_is_charged_once(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace
) -> None:
    """The loss is tried with other parameters, which are as large as they should be."""

    def careless(self: Any, *args: Any, **options: Any) -> None:
        reference.ThreeLayerConvNet.__init__(self, *args, **options)
        self.params["W2"] = np.repeat(self.params["W2"], 4, axis=0)

    model = net_of(reference, __init__=careless)
    assert not full(graded("three_layer_conv_net_init", ThreeLayerConvNet=model))
    assert full(graded("ThreeLayerConvNet", ThreeLayerConvNet=model))


@pytest.mark.parametrize(("shift", "wrong"), [(np.max, set()), (np.min, {"stability"})])
def test_subtracting_the_largest_score_is_enough(
    graded: Callable[..., ExerciseReport], reference: SimpleNamespace, shift: Callable[..., Any], wrong: set[str]
) -> None:
    """Its probabilities may go into a logarithm, for none of them is 0. With the smallest score, exp overflows."""

    def loss(self: Any, X: np.ndarray, y: np.ndarray | None = None) -> Any:
        scores = reference.ThreeLayerConvNet.loss(self, X)
        if y is None:
            return scores
        _, grads = reference.ThreeLayerConvNet.loss(self, X, y)
        with np.errstate(all="ignore"):
            raised = np.exp(scores - shift(scores, axis=1, keepdims=True))
            p = raised / raised.sum(axis=1, keepdims=True)
            value = -np.log(p[np.arange(len(y)), y]).mean()
        squares = sum(np.sum(self.params[name] ** 2) for name in ("W1", "W2", "W3"))
        return value + 0.5 * self.reg * squares, grads

    report = graded("ThreeLayerConvNet", ThreeLayerConvNet=net_of(reference, loss=loss))
    failed = {finding.check for finding in report.findings if finding.verdict is Verdict.FAIL}
    assert failed == wrong, messages(report)
