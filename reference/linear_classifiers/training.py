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
    Overfits,
    RandomStateUntouched,
    Repeatable,
    Run,
    Seen,
    exercise,
)
from grader.checks.verdicts import ended
from grader.model import BASE, Status

from .slips_training import IN_PREDICTING, IN_TRAINING
from .stepping import Defaults, FreshStart, GoesOn, SampledBatches, Steps


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


def nothing_given(rng):
    """What has a default is left out of the call; the numbers here are the defaults."""
    defaults = {"learning_rate": 1e-3, "reg": 1e-5, "num_iters": 100, "batch_size": 200}
    return {**scripted(rng, N=450, D=2, C=3, num_iters=100, batch_size=200), **defaults, "left_out": [*defaults]}


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


EXERCISES = [
    exercise(
        "train",
        title="Training with minibatches",
        uses=["LinearClassifier"],
        prefer=[
            "**/cs231n/classifiers/linear_classifier.py",
            "**/classifiers/linear_classifier.py",
            "**/linear_classifier.py",
        ],
        shapes={
            "X": "N D",
            "y": "N",
            "gradients": "T D C",
            "loss_history": "T",
            "change_of_W": "T D C",
            "reg_given_to_loss": "T",
        },
        cases=[
            Case(
                few_steps,
                visible=True,
                hint="five steps with losses and gradients that are told in advance: where do the weights go?",
            ),
            Case(many_steps, hint="a longer run: every example should come sooner or later"),
            Case(other_sizes, hint="another learning rate, another reg and other sizes: are your arguments used?"),
            Case(nothing_given, reserved=True, hint="train(X, y) alone: are the defaults those that were handed out?"),
        ],
        checks=[
            FreshStart(on=("few_steps",)),
            GoesOn(on=("few_steps",)),
            Close("loss_history"),
            Steps("change_of_W"),
            Close("reg_given_to_loss"),
            SampledBatches(),
            Defaults(on=("nothing_given",)),
            FallsOnTwenty("loss_history", to=0.2, on=("few_steps",)),
            OverfitsTwenty("accuracy", at_least=1.0, on=("few_steps",)),
            InputsUnchanged(),
        ],
        mistakes=IN_TRAINING,
    ),
    exercise(
        "predict",
        title="Predicting labels",
        uses=["LinearClassifier"],
        prefer=[
            "**/cs231n/classifiers/linear_classifier.py",
            "**/classifiers/linear_classifier.py",
            "**/linear_classifier.py",
        ],
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
        mistakes=IN_PREDICTING,
    ),
]
