"""Training and predicting: minibatch stochastic gradient descent, and the largest score wins.

CS231n, lectures 3 and 4. The class is judged apart from any loss: the probe derives from it, puts a scripted loss in
its place, and records which examples arrive and where the weights stand. Batches are random, so they are judged by
what random batches must have in common; everything else is exact.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Case,
    Close,
    Falls,
    InputsUnchanged,
    Mistake,
    Overfits,
    Patch,
    RandomStateUntouched,
    Repeatable,
    Run,
    Seen,
    exercise,
)
from grader.checks.verdicts import ended
from grader.model import BASE, Status

from .stepping import SampledBatches, Steps


# solution: begin
class LinearClassifier:
    """A classifier by scores = X @ W. A subclass brings the loss; training and predicting are the same for all."""

    def __init__(self):  # given
        self.W = None

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        """Minimise self.loss by stochastic gradient descent, from the weights in self.W.

        X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C, the largest of them C - 1.
        learning_rate: length of a step, in units of the gradient. reg: passed on to self.loss.
        num_iters: number of steps. batch_size: number of examples drawn at random for each of them.
        verbose: whether to print the loss now and then.

        If self.W is None, it becomes 0.001 times a standard normal draw of shape (D, C) first. Every step calls
        self.loss(X_batch, y_batch, reg) once, which returns the loss and its gradient with respect to self.W.

        Returns the losses of all steps, a list of num_iters numbers.
        """
        num_train, dim = X.shape
        if self.W is None:
            num_classes = int(np.max(y)) + 1
            self.W = 0.001 * np.random.randn(dim, num_classes)

        loss_history = []
        for iteration in range(num_iters):
            rows = np.random.choice(num_train, batch_size)
            loss, dW = self.loss(X[rows], y[rows], reg)
            loss_history.append(loss)
            self.W = self.W - learning_rate * dW
            if verbose and iteration % 100 == 0:
                print(f"iteration {iteration} / {num_iters}: loss {loss:f}")
        return loss_history

    def predict(self, X):
        """The class with the largest score for each row of X (N, D): an array of N labels."""
        scores = X @ self.W
        return np.argmax(scores, axis=1)

    def loss(self, X_batch, y_batch, reg):  # given
        """The loss on a batch and its gradient with respect to self.W: every subclass has its own."""
        raise NotImplementedError("a subclass defines the loss")


# solution: end


# ---------------------------------------------------------------- inputs for training


def scripted(rng, N, D, C, num_iters, batch_size):
    """Examples that carry their own row number, and the losses and gradients that training will be told."""
    X = rng.standard_normal((N, D))
    X[:, 0] = np.arange(N)
    return {
        "X": X,
        "y": np.concatenate([[C - 1], rng.integers(0, C, N - 1)]),
        "losses": rng.uniform(0.5, 3.0, num_iters),
        "gradients": rng.standard_normal((num_iters, D, C)),
        "learning_rate": 0.3,
        "reg": 0.05,
        "num_iters": num_iters,
        "batch_size": batch_size,
    }


def few_steps(rng):
    return scripted(rng, N=12, D=4, C=3, num_iters=5, batch_size=6)


def many_steps(rng):
    return scripted(rng, N=24, D=5, C=4, num_iters=75, batch_size=8)


def other_sizes(rng):
    made = scripted(rng, N=30, D=3, C=5, num_iters=130, batch_size=6)
    return {**made, "learning_rate": 0.07, "reg": 1.5}


# ---------------------------------------------------------------- does training learn?

TWENTY = "twenty examples"


def _twenty_examples(seed):
    """Three classes and more features than examples: they can be learned by heart."""
    rng = np.random.default_rng([seed, 20])
    N, D, C = 20, 30, 3
    return {
        "X": rng.standard_normal((N, D)) / np.sqrt(D),
        "y": rng.permutation(np.arange(N) % C),
        "learning_rate": 1.0,
        "reg": 0.0,
        "num_iters": 400,
        "batch_size": 10,
    }


class FallsOnTwenty(Falls):
    """The loss falls when a real one, the squared distance from one-hot rows, is trained on twenty examples."""

    def needs(self, case):
        return (Run(TWENTY, _twenty_examples(case.seed), seed=case.seed),)

    def judge(self, case, seen, expected):
        if seen[TWENTY].status is not Status.OK:
            return ended(self, case, seen[TWENTY], "on twenty examples")
        return super().judge(case, Seen({BASE: seen[TWENTY]}), expected)


class OverfitsTwenty(Overfits):
    """The same twenty examples are learned by heart."""

    needs = FallsOnTwenty.needs

    def judge(self, case, seen, expected):
        if seen[TWENTY].status is not Status.OK:
            return ended(self, case, seen[TWENTY], "on twenty examples")
        return super().judge(case, Seen({BASE: seen[TWENTY]}), expected)


# ---------------------------------------------------------------- inputs for predicting


def lecture_scores(rng):  # noqa: ARG001 - the lecture's numbers are not drawn
    """The lecture's three pictures: cat and frog are both taken for a car."""
    return {"W": np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]]), "X": np.eye(3)}


def small_batch(rng):
    return _scored(rng, N=5, D=4, C=3)


def many_classes(rng):
    return _scored(rng, N=7, D=5, C=9)


def many_examples(rng):
    return _scored(rng, N=23, D=6, C=4)


def one_example(rng):
    """Of any class but the first, which mistakes tend to answer."""
    return _scored(rng, N=1, D=6, C=5, score=lambda scores: scores[0].argmax() not in (0, np.abs(scores[0]).argmax()))


def negative_scores(rng):
    """A bias makes every score negative: the largest is the one nearest to zero."""
    batch = _scored(rng, N=9, D=4, C=5)
    return {"W": np.vstack([batch["W"], np.full((1, 5), -20.0)]), "X": np.hstack([batch["X"], np.ones((9, 1))])}


def _scored(rng, N, D, C, score=lambda scores: True):  # noqa: ARG005 - by default any batch will do
    """Weights and examples without a near tie between the two best classes, redrawn until `score` is content."""
    while True:
        W, X = rng.standard_normal((D, C)), rng.standard_normal((N, D))
        best = np.sort(X @ W, axis=1)
        if np.min(best[:, -1] - best[:, -2]) > 1e-3 and score(X @ W):
            return {"W": W, "X": X}


SAYS = {
    "uphill": "the step goes up the gradient: subtract it, the loss falls against its gradient",
    "no_update": "the weights never change: each step has to store what it works out in self.W",
    "no_learning_rate": "the step is the whole gradient: learning_rate is not used",
    "default_learning_rate": "the step has the length 1e-3 whatever learning_rate is given",
    "replaces_weights": "the weights are replaced by the step instead of being moved by it",
    "divides_by_batch": "the gradient is divided by the batch size once more; the loss has averaged it already",
    "penalty_twice": "the step adds reg·W to the gradient; the loss's gradient contains the penalty already",
    "last_step_missing": "one step too few is made",
    "returns_early": "train returns inside the loop, after the first step",
    "last_loss_only": "only the last loss is returned; the history has one per step",
    "first_loss_missing": "the loss of the first step is missing from the history",
    "mean_losses": "the history holds running means; it should hold the loss of each step",
    "epochs": "num_iters is taken as a number of epochs; it is the number of steps, each with one batch",
    "returns_nothing": "nothing is returned: the caller wants the losses of all steps",
    "reg_not_passed_on": "reg is not passed on to self.loss: every step is told 0",
    "default_reg": "self.loss is told the default reg, 1e-5, whatever train was given",
    "forgets_every_step": (
        "the weights are drawn anew in every step, which throws away what the steps before have learned"
    ),
    "whole_set": "every step sees the whole data set; it should see batch_size examples drawn from it",
    "first_examples": "every step sees the first batch_size examples: draw them at random",
    "shuffled_first_examples": "only the first batch_size examples are ever drawn: draw from all of them",
    "in_order": "the examples come in their given order, batch after batch: draw them at random",
    "one_batch": "one batch is drawn before the loop and used in every step: draw inside the loop",
    "labels_apart": "labels are drawn apart from the examples: take X and y at the same indices",
    "first_labels": "every batch gets the first labels: take X and y at the same indices",
    "last_example_never": "the last example is never drawn: the upper end of a random integer is exclusive",
    "batch_of_one": "every step sees a single example; batch_size says how many",
    "default_batch_size": "every batch has 200 examples whatever batch_size is given",
    "changes_data": "the caller's X and y are shuffled in place; shuffle indices instead",
    "smallest_score": "the class with the smallest score is returned (argmin, or argsort's first), not the largest",
    "over_examples": (
        "the largest score is looked for among the examples (axis 0), not among the classes of each example (axis 1)"
    ),
    "one_label": "one label is returned for the whole batch: without an axis, argmax looks at all scores together",
    "scores": "the scores are returned, not the labels",
    "largest_scores": "the largest score itself is returned, not the class that has it",
    "one_too_high": "labels are counted from 1; the first class is 0",
    "first_class_left_out": "the first class is left out of the comparison",
    "last_class_left_out": "the last class is left out of the comparison",
    "absolute_scores": "the scores are compared by size without their sign: a very negative score is a very bad one",
    "starts_at_zero": (
        "the search for the largest score starts at 0, so that it finds none where all scores are negative"
    ),
    "column": "the labels come as a column, of shape (N, 1); they should have the shape (N,)",
    "zeros": "every label is zero: the array of labels is returned before it is filled, as in a starter",
    "one_hot": "a one-hot row is returned for each example; the label itself is wanted",
}


def known(name, find, replace, *also):
    """The mistake of this name: what it changes in the solution."""
    return Mistake(name, SAYS[name], find, replace, also=also)


EXERCISES = [
    exercise(
        "train",
        title="Training with minibatches",
        uses=["LinearClassifier"],
        prefer=["**/linear_classifier.py"],
        shapes={"X": "N D", "y": "N", "gradients": "T D C", "loss_history": "T"},
        cases=[
            Case(
                few_steps,
                visible=True,
                hint="five steps with losses and gradients that are told in advance: where do the weights go?",
            ),
            Case(many_steps, hint="a longer run: every example should come sooner or later"),
            Case(other_sizes, hint="another learning rate, another reg and other sizes: are your arguments used?"),
        ],
        checks=[
            Close("loss_history"),
            Steps("moved"),
            Close("strengths"),
            SampledBatches(),
            FallsOnTwenty("loss_history", to=0.2, on=("few_steps",)),
            OverfitsTwenty("accuracy", at_least=1.0, on=("few_steps",)),
            InputsUnchanged(),
        ],
        mistakes=[
            known("uphill", "self.W - learning_rate * dW", "self.W + learning_rate * dW"),
            known("no_update", "            self.W = self.W - learning_rate * dW\n", ""),
            known("no_learning_rate", "self.W - learning_rate * dW", "self.W - dW"),
            known("default_learning_rate", "self.W - learning_rate * dW", "self.W - 1e-3 * dW"),
            known("replaces_weights", "self.W = self.W - learning_rate * dW", "self.W = -learning_rate * dW"),
            known("divides_by_batch", "self.W - learning_rate * dW", "self.W - learning_rate * dW / batch_size"),
            known("penalty_twice", "self.W - learning_rate * dW", "self.W - learning_rate * (dW + 2 * reg * self.W)"),
            known("last_step_missing", "for iteration in range(num_iters):", "for iteration in range(num_iters - 1):"),
            known("returns_early", "        return loss_history", "            return loss_history"),
            known("last_loss_only", "        return loss_history", "        return loss_history[-1:]"),
            known("first_loss_missing", "        return loss_history", "        return loss_history[1:]"),
            known(
                "mean_losses",
                "        return loss_history",
                "        return [np.mean(loss_history[: t + 1]) for t in range(num_iters)]",
            ),
            known("returns_nothing", "        return loss_history", "        return None"),
            known("reg_not_passed_on", "self.loss(X[rows], y[rows], reg)", "self.loss(X[rows], y[rows], 0.0)"),
            known("default_reg", "self.loss(X[rows], y[rows], reg)", "self.loss(X[rows], y[rows], 1e-5)"),
            known(
                "forgets_every_step",
                "            rows = np.random.choice(num_train, batch_size)\n",
                "            self.W = 0.001 * np.random.randn(dim, num_classes)\n"
                "            rows = np.random.choice(num_train, batch_size)\n",
            ),
            known("epochs", "range(num_iters)", "range(num_iters * (num_train // batch_size))"),
            known("whole_set", "self.loss(X[rows], y[rows], reg)", "self.loss(X, y, reg)"),
            known("first_examples", "np.random.choice(num_train, batch_size)", "np.arange(batch_size)"),
            known(
                "shuffled_first_examples",
                "np.random.choice(num_train, batch_size)",
                "np.random.permutation(batch_size)",
            ),
            known(
                "in_order",
                "np.random.choice(num_train, batch_size)",
                "(iteration * batch_size + np.arange(batch_size)) % num_train",
            ),
            known(
                "one_batch",
                "            rows = np.random.choice(num_train, batch_size)\n",
                "",
                Patch(
                    "        loss_history = []\n",
                    "        rows = np.random.choice(num_train, batch_size)\n        loss_history = []\n",
                ),
            ),
            known("labels_apart", "y[rows], reg)", "y[np.random.choice(num_train, batch_size)], reg)"),
            known("first_labels", "y[rows], reg)", "y[:batch_size], reg)"),
            known(
                "last_example_never",
                "np.random.choice(num_train, batch_size)",
                "np.random.randint(0, num_train - 1, batch_size)",
            ),
            known("batch_of_one", "np.random.choice(num_train, batch_size)", "np.random.choice(num_train, 1)"),
            known("default_batch_size", "np.random.choice(num_train, batch_size)", "np.random.choice(num_train, 200)"),
            known(
                "changes_data",
                "            rows = np.random.choice(num_train, batch_size)\n",
                "            order, rows = np.random.permutation(num_train), np.arange(batch_size)\n"
                "            X[...], y[...] = X[order], y[order]\n",
            ),
        ],
    ),
    exercise(
        "predict",
        title="Predicting labels",
        uses=["LinearClassifier"],
        prefer=["**/linear_classifier.py"],
        shapes={"W": "D C", "X": "N D", "labels": "N"},
        cases=[
            Case(
                lecture_scores,
                visible=True,
                hint="the largest scores are 5.1, 4.9 and 2.5: all three pictures are taken for cars",
            ),
            Case(small_batch, visible=True, hint="one label for each row of X"),
            Case(many_classes, hint="more classes than examples: which axis holds the classes?"),
            Case(many_examples, hint="one label for each row of X"),
            Case(one_example, hint="a batch of a single example still gives an array, of length 1"),
            Case(negative_scores, hint="all scores are negative: the largest is the one nearest to zero"),
        ],
        checks=[
            Close("labels"),
            InputsUnchanged(),
            Repeatable(on=("small_batch",)),
            RandomStateUntouched(on=("small_batch",)),
        ],
        mistakes=[
            known("smallest_score", "np.argmax(scores, axis=1)", "np.argmin(scores, axis=1)"),
            known("over_examples", "np.argmax(scores, axis=1)", "np.argmax(scores, axis=0)"),
            known("one_label", "np.argmax(scores, axis=1)", "np.argmax(scores)"),
            known("scores", "np.argmax(scores, axis=1)", "scores"),
            known("largest_scores", "np.argmax(scores, axis=1)", "np.max(scores, axis=1)"),
            known("one_too_high", "np.argmax(scores, axis=1)", "np.argmax(scores, axis=1) + 1"),
            known("first_class_left_out", "np.argmax(scores, axis=1)", "np.argmax(scores[:, 1:], axis=1)"),
            known("last_class_left_out", "np.argmax(scores, axis=1)", "np.argmax(scores[:, :-1], axis=1)"),
            known("absolute_scores", "np.argmax(scores, axis=1)", "np.argmax(np.abs(scores), axis=1)"),
            known("starts_at_zero", "np.argmax(scores, axis=1)", "np.argmax(np.maximum(scores, 0), axis=1)"),
            known("column", "np.argmax(scores, axis=1)", "np.argmax(scores, axis=1)[:, None]"),
            known("zeros", "np.argmax(scores, axis=1)", "np.zeros(len(X))"),
            known("one_hot", "np.argmax(scores, axis=1)", "(scores == scores.max(axis=1, keepdims=True)) * 1"),
        ],
    ),
]
