"""A training run judged from outside: by where the weights go, and by what every right way to sample shares."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from grader.authoring import Close, Run, failed, passed
from grader.checks.verdicts import ended
from grader.model import Status, Verdict


class Steps(Close):
    """`moved` is the reference's: every step goes learning_rate times the gradient downhill."""

    def judge(self, case, seen, expected):
        """As by value; a wrong path is explained by its steps."""
        finding = super().judge(case, seen, expected)
        moved, wanted = seen.base.arrays.get(self.output), expected.base.arrays[self.output]
        if (
            finding.verdict is Verdict.PASS
            or moved is None
            or moved.shape != wanted.shape
            or not np.isfinite(moved).all()
        ):
            return finding
        said = _problem_of_steps(np.diff(moved, axis=0), case.inputs["gradients"], case.inputs["learning_rate"])
        return failed(self, case, said, said) if said else finding


def _problem_of_steps(steps, gradients, learning_rate):
    """What the steps are instead of -learning_rate times the gradients; empty if nothing simple."""
    if not steps.any():
        return "self.W never changes: it should be moved by learning_rate against the gradient in every step"
    factor = float(np.sum(steps * gradients) / np.sum(gradients * gradients))
    if not np.allclose(steps, factor * gradients, rtol=0, atol=1e-7 * abs(factor) * np.abs(gradients).max()):
        return ""
    if factor > 0:
        return "self.W is moved up the gradient; subtract the step, the loss falls against its gradient"
    rate = -factor / learning_rate
    return f"self.W is moved by {rate:.4g} times learning_rate against the gradient; it should be learning_rate itself"


DOUBT = 1e-9
"""How often, at most, a right way to sample may be called wrong: once in a thousand million gradings."""


BATCHES = "with its batches"


@dataclass(frozen=True)
class SampledBatches:
    """Every step sees `batch_size` examples with their own labels, and over the run random ones.

    With and without replacement, an epoch's shuffle, any generator: all are right. Wrong is what none of them
    does but with a probability below DOUBT: the same batch always, neighbours always, examples that never come.
    """

    on: tuple[str, ...] = ()

    @property
    def key(self):
        return "batches"

    def needs(self, case):
        """A run of its own: batches are random, and the base run's numbers should be everybody's."""
        return (Run(BATCHES, {**case.inputs, "with_batches": True}, seed=case.seed),)

    def judge(self, case, seen, expected):  # noqa: ARG002 - random batches are compared with no others
        run, inputs = seen[BATCHES], case.inputs
        if run.status is not Status.OK:
            return ended(self, case, run)
        said = _problem_of_sizes(run.arrays, inputs)
        if not said:
            size = inputs["batch_size"]
            batches, labels = run.arrays["batches"][:, :size], run.arrays["labels"][:, :size]
            said = _problem_of_contents(batches, labels, inputs) or _problem_of_chance(
                batches[:, :, 0], len(inputs["X"])
            )
        return failed(self, case, said, said) if said else passed(self, case)


def _problem_of_sizes(arrays, inputs):
    """What is wrong with the number of steps or the sizes of the batches; empty if nothing is."""
    if any(arrays.get(name) is None for name in ("batches", "labels", "batch_sizes", "label_sizes")):
        return "self.loss is never called: every step needs the loss and the gradient of a batch"
    sizes, steps, whole = arrays["batch_sizes"], inputs["num_iters"], len(inputs["X"])
    if len(sizes) != steps:
        often = "more" if len(sizes) > steps else "less"
        return f"self.loss is called {often} often than num_iters says: once per step is right"
    if np.all(sizes == whole):
        return "every step sees the whole data set; it should see batch_size examples drawn from it"
    if np.any(sizes != inputs["batch_size"]):
        return "not every batch has batch_size examples"
    if np.any(arrays["label_sizes"] != inputs["batch_size"]):
        return "not every batch has as many labels as examples"
    return ""


def _problem_of_contents(batches, labels, inputs):
    """Whether each row of a batch is an example, and stands beside its own label."""
    X, y = inputs["X"], inputs["y"]
    rows = batches[..., 0]
    known = np.isin(rows, X[:, 0])
    if batches.shape[2] != X.shape[1] or not known.all() or not np.array_equal(batches, X[rows.astype(int)]):
        return "the rows of a batch are not rows of X"
    if not np.array_equal(labels, y[rows.astype(int)]):
        return "labels do not belong to their examples: take X and y at the same indices"
    return ""


def _problem_of_chance(rows, num_train):
    """Whether rows (T, B) can have come about by drawing from all examples at random."""
    steps, size = rows.shape
    if steps > 1 and np.all(np.sort(rows, axis=1) == np.sort(rows[0])):
        return "every step sees the same batch: draw a new one inside the loop"
    if size > 2 and np.all(np.diff(rows, axis=1) == 1):
        return "the examples of a batch always stand next to each other in the data: draw them at random"
    if steps > 1 and np.all(rows == rows[:, :1]):
        return "a batch is one example, many times"
    missing = num_train - len(np.unique(rows))
    if missing > most_missing(num_train, rows.size):
        return "some examples are never drawn, in more steps than chance can explain: draw from all of them"
    return ""


def most_missing(num_train, draws):
    """How many of num_train examples may be missing after so many draws with replacement.

    The probability that some m + 1 given examples are all missing is (1 - (m + 1) / N)**draws, and there are
    comb(N, m + 1) such groups (union bound). Without replacement fewer are missing.
    """
    return next(m for m in range(num_train) if comb(num_train, m + 1) * (1 - (m + 1) / num_train) ** draws <= DOUBT)
