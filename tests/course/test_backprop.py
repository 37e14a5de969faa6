"""The bundled course's assignment on backpropagation: the lecture's numbers, any cache, any valid order, any class."""

from __future__ import annotations

from collections.abc import Callable
from graphlib import TopologicalSorter
from itertools import permutations
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
from grader.starter import starter_source

GATES = ("add_gate", "mul_gate", "max_gate", "sigmoid_gate")
TENSORS = ("tensor_arithmetic", "tensor_functions", "tensor_broadcasting", "tensor_graphs")


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return find_course(bundled_root()).assignment("backprop")


@pytest.fixture(scope="module")
def bench(assignment: Assignment) -> Bench:
    return bench_for(assignment)


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> SimpleNamespace:
    return assignment.solution(assignment.exercises["add_gate"])


@pytest.fixture(scope="module")
def graded(assignment: Assignment, bench: Bench) -> Callable[..., ExerciseReport]:
    """Grades definitions given by name on one exercise, as if a student had written them."""

    return graded_by(assignment, bench)


def full(report: ExerciseReport) -> bool:
    return report.earned == pytest.approx(report.out_of) and not report.mistakes


def failed(report: ExerciseReport) -> set[str]:
    return {finding.check for finding in report.findings if finding.verdict is Verdict.FAIL}


def messages(report: ExerciseReport) -> str:
    told = [finding.message for finding in report.findings if finding.verdict is Verdict.FAIL]
    return "\n".join([mistake.message for mistake in report.mistakes] + told)


# ---------------------------------------------------------------- the lecture's numbers


def test_the_gates_give_the_lectures_numbers(reference: SimpleNamespace) -> None:
    """2 · (x·y + max(z, w)) with 3, -4, 2 and -1: the gradients -8, 6, 2 and 0."""
    x, y, z, w, two = (np.array([value]) for value in (3.0, -4.0, 2.0, -1.0, 2.0))
    product, of_product = reference.mul_forward(x, y)
    larger, of_larger = reference.max_forward(z, w)
    total, of_total = reference.add_forward(product, larger)
    assert 2 * total == -20
    dproduct, dlarger = reference.add_backward(two, of_total)
    assert reference.mul_backward(dproduct, of_product) == (-8, 6)
    assert reference.max_backward(dlarger, of_larger) == (2, 0)


def test_the_neuron_has_the_lectures_gradients(reference: SimpleNamespace) -> None:
    """0.73 at the output; -0.20 and -0.39 at the weights, 0.20 at the bias, 0.39 and -0.59 at the inputs."""
    w, x, bias = (reference.Tensor(value) for value in ([2.0, -3.0], [-1.0, -2.0], -3.0))
    neuron = (1 + (-((w * x).sum() + bias)).exp()) ** -1
    neuron.backward()
    assert neuron.data == pytest.approx(0.73, abs=0.005)
    assert w.grad == pytest.approx([-0.20, -0.39], abs=0.005)
    assert x.grad == pytest.approx([0.39, -0.59], abs=0.005)
    assert bias.grad == pytest.approx(0.20, abs=0.005)


def test_the_squared_norm_has_the_lectures_gradients(reference: SimpleNamespace) -> None:
    """0.116, with the matrices on the slide."""
    f, dx, dW = reference.squared_norm(np.array([0.2, 0.4]), np.array([[0.1, 0.5], [-0.3, 0.8]]))
    assert f == pytest.approx(0.116)
    assert dx == pytest.approx([-0.112, 0.636])
    assert dW == pytest.approx(np.array([[0.088, 0.176], [0.104, 0.208]]))


def test_the_jacobian_fits_the_complex_step(reference: SimpleNamespace) -> None:
    """An oracle that shares nothing with the formula: derivatives by a step along the imaginary axis."""
    scores = np.array([0.3, -1.2, 0.9, 0.1])
    stepped = np.exp(scores[:, None] + 1e-30j * np.eye(4))
    assert reference.softmax_jacobian(scores) == pytest.approx((stepped / stepped.sum(axis=0)).imag / 1e-30, abs=1e-14)


def test_drawn_graphs_fit_the_complex_step(assignment: Assignment, bench: Bench) -> None:
    """The gradient of every leaf of every program without a ReLU, entry by entry, by numpy alone."""
    for case in (case for name in TENSORS for case in bench.cases[name]):
        text = "\n".join(line for line in case.inputs["program"] if "backward" not in line)
        if "relu" in text or case.name == "two_losses":
            continue
        solution = assignment.solution(assignment.exercises["tensor_graphs"])
        seen = assignment.probes.executed(solution, case.inputs["program"], leaves_of(case.inputs))
        for name, leaf in leaves_of(case.inputs).items():
            slopes = [stepped(text, case.inputs, name, place) for place in np.ndindex(leaf.shape)]
            assert np.reshape(slopes, leaf.shape) == pytest.approx(seen[f"d{name}"], rel=1e-9, abs=1e-11), case.name


def leaves_of(inputs: Any) -> dict[str, np.ndarray]:
    return {name: value for name, value in inputs.items() if name != "program"}


def stepped(text: str, inputs: Any, name: str, place: tuple[int, ...]) -> float:
    leaves = {leaf: Numbers(value.astype(complex)) for leaf, value in leaves_of(inputs).items()}
    leaves[name].data[place] += 1e-30j
    names: dict[str, Any] = dict(leaves)
    exec(text, names)
    return float(names["loss"].data.imag / 1e-30)


class Numbers:
    """Complex arrays with the names of the Tensor's operations, and no gradients."""

    def __init__(self, data: Any) -> None:
        self.data = np.asarray(data)

    def __add__(self, other: Any) -> Numbers:
        return Numbers(self.data + getattr(other, "data", other))

    def __sub__(self, other: Any) -> Numbers:
        return Numbers(self.data - getattr(other, "data", other))

    def __rsub__(self, other: Any) -> Numbers:
        return Numbers(other - self.data)

    def __mul__(self, other: Any) -> Numbers:
        return Numbers(self.data * getattr(other, "data", other))

    def __matmul__(self, other: Any) -> Numbers:
        return Numbers(self.data @ other.data)

    def __pow__(self, exponent: float) -> Numbers:
        return Numbers(self.data**exponent)

    def __neg__(self) -> Numbers:
        return Numbers(-self.data)

    __radd__, __rmul__ = __add__, __mul__

    def tanh(self) -> Numbers:
        return Numbers(np.tanh(self.data))

    def exp(self) -> Numbers:
        return Numbers(np.exp(self.data))

    def log(self) -> Numbers:
        return Numbers(np.log(self.data))

    def sum(self) -> Numbers:
        return Numbers(np.sum(self.data))


# ---------------------------------------------------------------- the assignment as a whole


def test_it_has_a_hundred_points(assignment: Assignment) -> None:
    """As the handout says."""
    earned = sum(sum(section.points.values()) for section in assignment.rubric.exercises.values())
    assert earned + sum(question.points for question in assignment.rubric.written.values()) == pytest.approx(100)


def test_every_exercise_knows_what_usually_goes_wrong(assignment: Assignment) -> None:
    """Twelve exercises, each with at least fifteen sentences."""
    assert len(assignment.exercises) == 12
    for exercise in assignment.exercises.values():
        assert len(exercise.mistakes) >= 15
        assert all(len(mistake.says) > 20 for mistake in exercise.mistakes)


def test_the_starter_is_the_references(assignment: Assignment) -> None:
    """It has not drifted from signatures and docstrings."""
    paths = dict.fromkeys(assignment.modules[name].path for name in assignment.exercises)
    written = (assignment.folder / "starter.py").read_text(encoding="utf-8")
    assert written == starter_source(paths, assignment.rubric.assignment.title)


def test_no_gate_is_tried_near_its_kink(bench: Bench) -> None:
    """Ties are a case of their own; everywhere else x and y differ by more than a tenth."""
    for case in bench.cases["max_gate"]:
        if case.name != "ties":
            assert np.min(np.abs(case.inputs["x"] - case.inputs["y"])) > 0.1, case.name


@pytest.mark.parametrize("seed", range(20))
def test_drawn_programs_stay_of_order_one_and_away_from_the_relus_kink(assignment: Assignment, seed: int) -> None:
    """Whatever is drawn: every loss is finite and moderate, and no ReLU meets an input near 0."""
    met: list[float] = []

    class Watched(assignment.solution(assignment.exercises["tensor_graphs"]).Tensor):  # type: ignore[misc,name-defined]
        def relu(self) -> Any:
            met.append(float(np.abs(self.data).min()))
            return super().relu()

    for case in assignment.exercises["tensor_graphs"].cases:
        inputs = case.make(np.random.default_rng(seed))
        names = {name: Watched(leaf) for name, leaf in leaves_of(inputs).items()}
        exec("\n".join(inputs["program"]), names)
        assert np.abs(names["loss"].data) < 1e4
    assert not met or min(met) > 0.01


# ---------------------------------------------------------------- gates


def test_a_forward_half_counts_before_there_is_a_backward_half(graded: Callable[..., ExerciseReport]) -> None:
    """The starter's backward half raises; the points of the output are earned all the same."""

    def unfinished(dout: Any, cache: Any) -> Any:
        raise NotImplementedError

    for name, forward in (("add", np.add), ("mul", np.multiply), ("max", np.maximum)):
        half = {f"{name}_forward": lambda x, y, f=forward: (f(x, y), None), f"{name}_backward": unfinished}
        report = graded(f"{name}_gate", **half)
        assert 1 <= report.earned < 2
        assert not report.mistakes, messages(report)


def test_equal_gradients_are_not_called_swapped(graded: Callable[..., ExerciseReport]) -> None:
    """The add gate's dx and dy are the same array; an output that is wrong in its own way says nothing of them."""
    report = graded(
        "add_gate",
        add_forward=lambda x, y: (np.hypot(x, y), None),
        add_backward=lambda dout, _: (dout, dout),
    )
    assert "order" not in messages(report)
    assert "out" in failed(report)


@pytest.mark.parametrize(
    ("to_x", "right"), [((1.0, 0.0), True), ((0.0, 1.0), True), ((0.5, 0.5), True), ((1.0, 1.0), False)]
)
def test_ties_go_to_one_or_are_shared(
    graded: Callable[..., ExerciseReport], to_x: tuple[float, float], *, right: bool
) -> None:
    """To x, to y, or half to each; not the whole to both."""

    def backward(dout: Any, cache: Any) -> Any:
        x, y = cache
        dx = np.where(x == y, to_x[0], x > y) * dout
        return dx, np.where(x == y, to_x[1], y > x) * dout

    report = graded("max_gate", max_forward=lambda x, y: (np.maximum(x, y), (x, y)), max_backward=backward)
    assert full(report) is right, messages(report)


# ---------------------------------------------------------------- orders


def test_every_valid_order_is_right(assignment: Assignment) -> None:
    """All of them give the same observation, and every other arrangement another one."""
    graph = {"f": ["q", "z"], "q": ["x", "y"], "z": ["x"], "y": [], "x": []}
    wanted = None
    for order in permutations(graph):
        valid = all(order.index(source) < order.index(node) for node in graph for source in graph[node])
        student = SimpleNamespace(topological_order=lambda _, order=order: list(order))
        seen = assignment.probes.topological_order(student, graph)
        wanted = seen if valid and wanted is None else wanted
        expected = {"inputs_before": [2, 2, 1, 0, 0], "times_listed": [1] * 5}
        assert all(np.array_equal(seen[name], value) for name, value in expected.items()) is valid
    assert wanted is not None


def test_pythons_own_order_is_right_and_not_ones_own_work(graded: Callable[..., ExerciseReport]) -> None:
    """Its numbers are right; the ban on it looks at the source, which functions given here do not have."""
    report = graded("topological_order", topological_order=lambda graph: list(TopologicalSorter(graph).static_order()))
    assert full(report), messages(report)


@pytest.mark.parametrize("accident", [KeyError, RecursionError, TypeError, NotImplementedError])
def test_an_accident_is_no_refusal_of_a_cycle(graded: Callable[..., ExerciseReport], accident: type[Exception]) -> None:
    """Only what is raised on purpose counts."""

    def order(graph: Any) -> Any:
        try:
            return list(TopologicalSorter(graph).static_order())
        except ValueError:
            raise accident("by accident") from None

    report = graded("topological_order", topological_order=order)
    assert failed(report) == {"refused"}


# ---------------------------------------------------------------- the autodiff class


def with_changes(assignment: Assignment, *changes: tuple[str, str]) -> Any:
    """The reference's class with its source changed, in ways that no known mistake has."""
    text = Path(assignment.modules["tensor_graphs"].path).read_text(encoding="utf-8")
    for find, replace in changes:
        assert text.count(find) == 1, find
        text = text.replace(find, replace)
    inside = text.partition("# solution: begin")[2].partition("# solution: end")[0]
    names: dict[str, Any] = {"np": np}
    exec(inside, names)
    return names["Tensor"]


EARLY = """
def _early(loss):
    stack, done = [loss], []
    while stack:
        node = stack.pop()
        if all(node is not other for other in done):
            done.append(node)
            stack.extend(node.sources)
    return done
"""


def test_wrong_operations_are_not_blamed_on_sharing(
    assignment: Assignment, graded: Callable[..., ExerciseReport]
) -> None:
    """Where a graph without shared values is wrong as well, the operations are told."""
    Tensor = with_changes(assignment, ("(dout * (1.0 - out**2),)", "(dout * (1.1 - out**2),)"))
    said = messages(graded("tensor_graphs", Tensor=Tensor))
    assert "mend the operations first" in said
    assert "topological order" not in said


def test_a_pass_that_comes_too_early_is_told(assignment: Assignment, graded: Callable[..., ExerciseReport]) -> None:
    """A stack in place of an order: its numbers depend on how it is filled, so that no known mistake has them."""
    reverse = ("for node in reversed(order):", "for node in _early(self):")
    helper = ("def _tensor(value):", f"{EARLY}\n\ndef _tensor(value):")
    report = graded("tensor_graphs", Tensor=with_changes(assignment, reverse, helper))
    assert "shared_uses" in failed(report)
    assert "topological order" in messages(report)


def test_gradients_may_be_tensors_themselves(assignment: Assignment, graded: Callable[..., ExerciseReport]) -> None:
    """Some classes keep their gradients so."""
    changed = with_changes(
        assignment,
        (
            "node.grad = dout if node.grad is None else node.grad + dout",
            "node.grad = Tensor(dout if node.grad is None else node.grad.data + dout)",
        ),
    )
    assert full(graded("tensor_graphs", Tensor=changed))


@pytest.mark.parametrize("name", TENSORS)
def test_an_untouched_class_earns_nothing(graded: Callable[..., ExerciseReport], name: str) -> None:
    """One that answers zero to everything neither."""

    class Tensor:
        def __init__(self, data: Any) -> None:
            self.data = np.zeros(())
            self.grad = np.zeros(np.shape(data))

        def same(self, *_: Any) -> Tensor:
            return self

        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __matmul__ = __pow__ = __neg__ = same
        relu = tanh = exp = log = sum = backward = same

    assert graded(name, Tensor=Tensor).earned == 0
