"""A training run judged from outside: by where the weights go, and by what every right way to sample shares."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from grader.authoring import Close, Run, failed, passed
from grader.checks.comparison import alike
from grader.checks.verdicts import ended
from grader.model import Status, Verdict


class Steps(Close):
    """Where W goes is where the reference's goes: every step is learning_rate times the gradient, downhill."""

    def judge(self, case, seen, expected):
        """As by value; a wrong path is explained by its steps."""
        finding = super().judge(case, seen, expected)
        path, wanted = seen.base.arrays.get(self.output), expected.base.arrays[self.output]
        if finding.verdict is Verdict.PASS or path is None:
            return finding
        said = _problem_of_length(len(np.atleast_1d(path)), len(wanted))
        if not said and path.shape == wanted.shape and path.dtype.kind != "c" and np.isfinite(path).all():
            steps = np.diff(path, axis=0, prepend=np.zeros_like(path[:1]))
            said = _problem_of_steps(steps, case.inputs["gradients"], case.inputs["learning_rate"])
        return failed(self, case, said, said) if said else finding


def _problem_of_length(steps, wanted):
    """What is wrong with the number of calls of self.loss; empty if nothing is."""
    if steps == 2 * wanted:
        return "self.loss is called twice in every step; once is enough, it returns both the loss and the gradient"
    if steps < wanted:
        return "the loop ends before num_iters steps are made: does it stop early, by a break or a return?"
    return "self.loss is called more often than num_iters says: once per step is right" if steps > wanted else ""


def _problem_of_steps(steps, gradients, learning_rate):
    """What the steps are instead of -learning_rate times the gradients; empty if nothing simple."""
    if not steps.any():
        return "self.W never changes: it should be moved by learning_rate against the gradient in every step"
    factor = float(np.sum(steps * gradients) / np.sum(gradients * gradients))
    if not _close(steps, factor * gradients):
        return _problem_of_changing_steps(steps, gradients, learning_rate)
    if factor > 0:
        return "self.W is moved up the gradient; subtract the step, the loss falls against its gradient"
    rate = -factor / learning_rate
    return f"self.W is moved by {rate:.4g} times learning_rate against the gradient; it should be learning_rate itself"


def _problem_of_changing_steps(steps, gradients, learning_rate):
    """Steps of other lengths each time, or that remember the steps before them; empty if they are neither."""
    factors = np.sum(steps * gradients, axis=(1, 2)) / np.sum(gradients * gradients, axis=(1, 2))
    lengths = np.sqrt(np.sum(gradients * gradients, axis=(1, 2)))
    if _close(steps, -learning_rate * np.sign(gradients)):
        return "self.W is moved by the sign of the gradient alone: the step is learning_rate times the gradient itself"
    if _close(steps, -learning_rate * gradients / lengths[:, None, None]):
        return "the gradient is divided by its norm; the step is learning_rate times the gradient itself"
    if _close(steps, factors[:, None, None] * gradients):
        if not factors.all():
            return "self.W is moved in some steps only; every step moves it"
        return "the length of the steps changes on the way: learning_rate stays as it was given, in every step"
    beside = steps + learning_rate * gradients
    memory = float(np.sum(beside[1:] * steps[:-1]) / np.sum(steps[:-1] * steps[:-1]))
    if _close(beside[1:], memory * steps[:-1]):
        return f"each step adds {memory:.4g} times the step before it: that is momentum, which is not asked for here"
    return ""


def _close(steps, others):
    return np.allclose(steps, others, rtol=0, atol=1e-7 * np.abs(others).max())


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
        said = _problem_of_calls(run.arrays, inputs) or _problem_of_sizes(run.arrays, inputs)
        if not said:
            size = inputs["batch_size"]
            batches, labels = run.arrays["batches"][:, :size], run.arrays["labels"][:, :size]
            said = _problem_of_contents(batches, labels, inputs) or _problem_of_chance(
                batches[:, :, 0], len(inputs["X"])
            )
        return failed(self, case, said, said) if said else passed(self, case)


def _problem_of_calls(arrays, inputs):
    """What is wrong with the calls of self.loss, whatever they were given; empty if nothing is."""
    if np.any(arrays.get("batches_of_none", 0)):
        return "self.loss was given None in place of a batch: draw one inside the loop"
    if any(arrays.get(name) is None for name in ("batches", "labels", "batch_sizes", "label_sizes")):
        return "self.loss is never called: every step needs the loss and the gradient of a batch"
    return _problem_of_length(len(arrays["batch_sizes"]), inputs["num_iters"])


def _problem_of_sizes(arrays, inputs):
    """What is wrong with the sizes of the batches; empty if nothing is."""
    sizes, whole = arrays["batch_sizes"], len(inputs["X"])
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
        return "every step sees the same batch: draw inside the loop, and set no seed there"
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


LEFT_OUT, GIVEN = "with defaults left out", "with defaults given"
SHOWN_BY = {
    "loss_history": "num_iters",
    "batch_sizes": "batch_size",
    "reg_given_to_loss": "reg",
    "change_of_W": "learning_rate",
}
"""By which output each argument is told."""


@dataclass(frozen=True)
class Defaults:
    """Training goes the same way whether the defaults that were handed out are given or left out.

    Compared with the student's own run: what else is wrong with it is charged elsewhere.
    """

    on: tuple[str, ...] = ()

    @property
    def key(self):
        return "defaults"

    def needs(self, case):
        """Both calls, with their batches; the first is not the base run, whose numbers should be everybody's."""
        inputs = {**case.inputs, "with_batches": True}
        bare = Run(LEFT_OUT, inputs, seed=case.seed)
        return (bare, Run(GIVEN, {**inputs, "left_out": []}, seed=case.seed))

    def judge(self, case, seen, expected):  # noqa: ARG002 - compared with itself
        for label in (LEFT_OUT, GIVEN):
            if seen[label].status is not Status.OK:
                return ended(self, case, seen[label], label)
        bare, given = seen[LEFT_OUT].arrays, seen[GIVEN].arrays
        for output, argument in SHOWN_BY.items():
            if output in given and not alike(bare.get(output), given[output]):
                default = f"{case.inputs[argument]:g}"
                said = f"{argument} has another default than the one that was handed out, {default}"
                return failed(self, case, said, said)
        return passed(self, case)


FRESH = "from no weights"
LARGEST = 0.01
"""Ten times what the handout asks for, in the root mean square."""


@dataclass(frozen=True)
class FreshStart:
    """Where self.W is None, training starts from small weights of shape (D, C).

    A run of its own, on labels of which one in the middle never occurs: C is the largest label plus 1. The losses of
    this assignment are convex, so zeros or other small draws train as well as 0.001 times a normal one: what is wrong
    is a start so large that the initial loss is no longer that of equal scores.
    """

    on: tuple[str, ...] = ()

    @property
    def key(self):
        return "start"

    def needs(self, case):
        """A run of its own: the draw is everybody's own, and other runs should not depend on it."""
        return (Run(FRESH, fresh_start(case.seed), seed=case.seed),)

    def judge(self, case, seen, expected):  # noqa: ARG002 - random weights are compared with no others
        run = seen[FRESH]
        if run.status is not Status.OK:
            return ended(self, case, run, "from no weights")
        first = run.arrays.get("first_weights")
        said = _problem_of_shape(first) or _problem_of_draw(first)
        return failed(self, case, said, said) if said else passed(self, case)


GIVEN = "from given weights"


@dataclass(frozen=True)
class GoesOn:
    """Where self.W holds weights already, training goes on from them: it is None before the first training alone."""

    on: tuple[str, ...] = ()

    @property
    def key(self):
        return "goes_on"

    def needs(self, case):
        """A run with weights that nobody draws."""
        start = {"start": _earlier_weights(case), "first_weights_only": True}
        return (Run(GIVEN, {**case.inputs, **start}, seed=case.seed),)

    def judge(self, case, seen, expected):  # noqa: ARG002 - what it should start from is given
        run, start = seen[GIVEN], _earlier_weights(case)
        if run.status is not Status.OK:
            return ended(self, case, run, "with weights in self.W")
        first = run.arrays.get("first_weights")
        if first is not None and first.shape == start.shape and np.allclose(first, start, rtol=1e-12, atol=0):
            return passed(self, case)
        said = (
            "training does not go on from the weights in self.W: draw new ones only where it is None, or a second "
            "call of train throws away what the first has learned"
        )
        return failed(self, case, said, said)


def _earlier_weights(case):
    """Weights (D, C) as an earlier training may have left them."""
    D, C = case.inputs["gradients"].shape[1:]
    return np.random.default_rng([case.seed, 31]).standard_normal((D, C))


FEATURES, CLASSES, ABSENT = 120, 7, 3


def fresh_start(seed):
    """Examples of all classes but one from the middle; the loss is flat."""
    rng = np.random.default_rng([seed, 30])
    N = 42
    y = np.arange(N) % CLASSES
    return {
        "X": rng.standard_normal((N, FEATURES)),
        "y": rng.permutation(np.where(y == ABSENT, CLASSES - 1, y)),
        "learning_rate": 1.0,
        "reg": 0.0,
        "num_iters": 1,
        "batch_size": 5,
        "first_weights_only": True,
    }


def _problem_of_shape(first):
    """What is wrong with the shape of the first weights; empty if nothing is."""
    if first is None:
        return "self.loss is never called: every step needs the loss and the gradient of a batch"
    if first.shape == (FEATURES, CLASSES):
        return ""
    if not first.ndim:
        return "self.W is still None when self.loss is called: it starts from a draw of shape (D, C)"
    if first.shape == (CLASSES, FEATURES):
        return "self.W starts with the shape (C, D); (D, C) is asked for, one column per class"
    if first.shape == (FEATURES, CLASSES - 1):
        return "self.W has too few columns where a label never occurs: C is the largest label plus 1"
    return "self.W does not start with the shape (D, C), where C is the largest label plus 1"


def _problem_of_draw(first):
    """What is wrong with the numbers of the first weights; empty if nothing is."""
    size = float(np.sqrt(np.mean(first * first)))
    if size <= LARGEST:
        return ""
    return f"self.W starts with weights of about {size:.1g} (root mean square); start small, from 0.001 * randn"
