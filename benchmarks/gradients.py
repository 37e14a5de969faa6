"""How often a gradient check is wrong, and what it does not see: `python benchmarks/gradients.py`.

    --seeds N    so many losses of every kind (400)
    --json       the figures as JSON

Losses of five kinds, from one without kinks to one with a thousand, each scaled by 1e-9 to 1e9, in float64 and in
float32. The right gradient should never fail; `farthest` is the largest deviation that was seen, in units of its
tolerance. Of gradients that are too large by a part, those that pass are `missed`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from grader.checks import Gradient
from grader.expect import perform_run
from grader.model import BASE, Drawn, Finding, Run, Seen, Verdict
from grader.sitting import ROUNDS

CHECK = Gradient("loss", wrt="W", grad="dW")
SCALES = (1e-9, 1e-3, 1.0, 1e3, 1e9)
TOO_LARGE = {"1 %": 1.01, "5 %": 1.05}


@dataclass(frozen=True)
class Problem:
    """A loss with its gradient, at a point."""

    W: np.ndarray
    loss: Callable[[np.ndarray], float]
    gradient: Callable[[np.ndarray], np.ndarray]


def smooth(rng: np.random.Generator) -> Problem:
    """Cross-entropy of nine rows of five scores."""
    targets = np.eye(5)[rng.integers(0, 5, 9)]

    def loss(W: np.ndarray) -> float:
        shifted = W - W.max(axis=1, keepdims=True)
        return float((np.log(np.exp(shifted).sum(axis=1)) - (shifted * targets.astype(W.dtype)).sum(axis=1)).mean())

    def gradient(W: np.ndarray) -> np.ndarray:
        raised = np.exp(W - W.max(axis=1, keepdims=True))
        return (raised / raised.sum(axis=1, keepdims=True) - targets.astype(W.dtype)) / W.dtype.type(9)

    return Problem(rng.standard_normal((9, 5)), loss, gradient)


def hinges(count: int, weight: Callable[[np.random.Generator], np.ndarray] | None = None) -> Callable[..., Problem]:
    """The mean of so many hinges of twelve numbers, and a smooth part."""

    def make(rng: np.random.Generator) -> Problem:
        A, b = rng.standard_normal((count, 12)), rng.standard_normal(count)
        weights = weight(rng) if weight else np.ones(count)
        W = rng.standard_normal((4, 3))
        if weight:  # the kinks lie within reach of some rung, or of none
            b = 10.0 ** rng.uniform(-6, -1, count) - A @ W.ravel()

        def margins(W: np.ndarray) -> np.ndarray:
            return A.astype(W.dtype) @ W.ravel() + b.astype(W.dtype)

        def loss(W: np.ndarray) -> float:
            return float((weights.astype(W.dtype) * np.maximum(0, margins(W))).mean() + np.sin(W).mean())

        def gradient(W: np.ndarray) -> np.ndarray:
            active = weights.astype(W.dtype) * (margins(W) > 0) / W.dtype.type(count)
            return (A.astype(W.dtype).T @ active).reshape(W.shape) + np.cos(W) / W.dtype.type(12)

        return Problem(W, loss, gradient)

    return make


def network(rng: np.random.Generator) -> Problem:
    """Cross-entropy behind a hidden layer of eight ReLUs, by the first layer's weights."""
    X, V, y = rng.standard_normal((6, 5)), rng.standard_normal((8, 3)), rng.integers(0, 3, 6)

    def forward(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        before = X.astype(W.dtype) @ W
        scores = np.maximum(0, before) @ V.astype(W.dtype)
        return before, scores - scores.max(axis=1, keepdims=True)

    def loss(W: np.ndarray) -> float:
        _, shifted = forward(W)
        return float((np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(6), y]).mean())

    def gradient(W: np.ndarray) -> np.ndarray:
        before, shifted = forward(W)
        raised = np.exp(shifted)
        slopes = raised / raised.sum(axis=1, keepdims=True)
        slopes[np.arange(6), y] -= 1
        return X.astype(W.dtype).T @ ((slopes / W.dtype.type(6)) @ V.astype(W.dtype).T * (before > 0))

    return Problem(rng.standard_normal((5, 8)), loss, gradient)


KINDS: dict[str, Callable[[np.random.Generator], Problem]] = {
    "smooth": smooth,
    "a network of ReLUs": network,
    "60 hinges": hinges(60),
    "1000 hinges": hinges(1000),
    "kinks 1e-6 to 1e-1 away": hinges(3, lambda rng: 10.0 ** rng.uniform(-4, 0, 3)),
}


def outcome(problem: Problem, dtype: type, scale: float, factor: float, seed: int) -> Finding:
    """What the check says of the gradient times this factor."""
    scaled = SimpleNamespace(
        loss=lambda W: dtype(scale * problem.loss(W)), gradient=lambda W: dtype(scale) * problem.gradient(W)
    )
    claimed = SimpleNamespace(loss=scaled.loss, gradient=lambda W: dtype(factor) * scaled.gradient(W))
    case = Drawn("case", {"W": problem.W.astype(dtype)}, visible=False, seed=seed)
    wanted: list[Run] = [Run(BASE, case.inputs), *CHECK.needs(case)]
    seen, expected = {}, {}
    for _ in range(ROUNDS):
        seen |= {run.label: perform_run(_probe, claimed, run) for run in wanted}
        expected |= {run.label: perform_run(_probe, scaled, run) for run in wanted if not run.theirs_only}
        answer = CHECK.judge(case, Seen(seen), Seen(expected))
        if isinstance(answer, Finding):
            return answer
        wanted = list(answer.runs)
    raise AssertionError("the check asks for runs without end")


def _probe(student: SimpleNamespace, W: np.ndarray) -> dict[str, object]:
    return {"loss": student.loss(W), "dW": student.gradient(W)}


def measured(seeds: int) -> Iterator[dict[str, object]]:
    """One row for each kind and precision."""
    for dtype in (np.float64, np.float32):
        for kind, make in KINDS.items():
            farthest, failed = 0.0, 0
            missed = dict.fromkeys(TOO_LARGE, 0)
            for seed in range(seeds):
                problem, scale = make(np.random.default_rng([seed, 5])), SCALES[seed % len(SCALES)]
                finding = outcome(problem, dtype, scale, 1.0, seed)
                failed += finding.verdict is not Verdict.PASS
                farthest = float(np.fmax(farthest, finding.margin))
                for part, factor in TOO_LARGE.items():
                    missed[part] += outcome(problem, dtype, scale, factor, seed).verdict is Verdict.PASS
            row = {"dtype": dtype.__name__, "loss": kind, "tried": seeds, "failed": failed, "farthest": farthest}
            yield row | {f"missed {part}": count for part, count in missed.items()}


def main() -> int:
    """Prints the table, or its rows as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with np.errstate(all="ignore"):
        for row in measured(options.seeds):
            told = "{dtype:8} {loss:24} right: {failed} of {tried} failed, farthest {farthest:.2g} of the tolerance"
            lost = ", ".join(f"{part} too large: {row[f'missed {part}']} missed" for part in TOO_LARGE)
            print(json.dumps(row) if options.json else f"{told.format(**row)}; {lost}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
