"""What a network's loss and gradients gain by regularisation is measured, and what they gain wrongly is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.authoring import BASE, Drawn, Penalties, Seen, Status, Verdict
from grader.model import Finding, Observation

RNG = np.random.default_rng(3)
INPUTS = {
    "W1": RNG.standard_normal((4, 5)),
    "b1": RNG.standard_normal(5),
    "W2": RNG.standard_normal((5, 3)),
    "b2": RNG.standard_normal(3),
    "reg": 0.7,
}
Loss = Callable[..., dict[str, np.ndarray]]


def network(weights: tuple[str, ...] = ("W1", "W2"), of_loss: float = 0.5, of_gradients: float = 1.0) -> Loss:
    """A loss with a data part, and a penalty on these parameters."""

    def loss(reg: float, **parameters: np.ndarray) -> dict[str, np.ndarray]:
        squares = sum(float(np.sum(parameters[name] ** 2)) for name in weights)
        given = {f"d{name}": 0.3 + of_gradients * reg * (name in weights) * value for name, value in parameters.items()}
        return {"loss": np.array(1.5 + of_loss * reg * squares), **given}

    return loss


def judged(student: Loss) -> Finding:
    check = Penalties(("W1", "W2"), biases=("b1", "b2"))
    case = Drawn("case", INPUTS, visible=True)

    def seen(loss: Loss) -> Seen:
        runs = {run.label: Observation(Status.OK, loss(**run.inputs)) for run in check.needs(case)}
        return Seen({BASE: Observation(Status.OK, loss(**INPUTS)), **runs})

    found = check.judge(case, seen(student), seen(network()))
    assert isinstance(found, Finding)
    return found


def test_the_reference_s_penalty_passes() -> None:
    """Half of reg times the squares of the weights, and of nothing else."""
    assert judged(network()).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("student", "words"),
    [
        (network(weights=()), "does not change at all"),
        (network(of_loss=1.0, of_gradients=2.0), "twice"),
        (network(of_loss=0.25), "half of"),
        (network(of_loss=-0.5), "minus"),
        (network(weights=("W1",)), "by those of W1"),
        (network(weights=("W1", "b1", "W2", "b2")), "W1 and W2 and b1 and b2"),
        (network(of_loss=0.31), "something else"),
        (network(of_gradients=0.0), "dW1 should gain reg times W1, by the factor that fits the loss; it gains nothing"),
        (network(of_gradients=2.0), "it gains something else"),
    ],
)
def test_a_wrong_penalty_is_told(student: Loss, words: str) -> None:
    """Which squares the loss adds up, how often, and what the gradients gain."""
    found = judged(student)
    assert found.verdict is Verdict.FAIL
    assert words in found.message


def test_regularised_biases_are_told_by_their_gradients() -> None:
    """Even where the loss is right."""

    def student(reg: float, **parameters: Any) -> dict[str, np.ndarray]:
        right = network()(reg, **parameters)
        return {**right, "db2": right["db2"] + reg * parameters["b2"]}

    assert "biases are not regularised" in judged(student).message


def test_a_loss_that_is_no_number_is_told() -> None:
    """One loss for each example, say."""

    def student(reg: float, **parameters: Any) -> dict[str, np.ndarray]:
        return {**network()(reg, **parameters), "loss": np.zeros(4)}

    assert "finite number" in judged(student).message
