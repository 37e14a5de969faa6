"""How each exercise is called: one function per exercise, named like it.

A probe calls what was handed in and returns what came back, as named arrays and numbers. It never judges.
"""

import inspect

import numpy as np


def svm_loss_naive(student, W, X, y, reg):
    loss, dW = student.svm_loss_naive(W, X, y, reg)
    return {"loss": loss, "dW": dW}


def svm_loss_vectorized(student, W, X, y, reg):
    loss, dW = student.svm_loss_vectorized(W, X, y, reg)
    return {"loss": loss, "dW": dW}


def squared_hinge_loss(student, W, X, y, reg):
    loss, dW = student.squared_hinge_loss(W, X, y, reg)
    return {"loss": loss, "dW": dW}


def softmax_loss_naive(student, W, X, y, reg):
    loss, dW = student.softmax_loss_naive(W, X, y, reg)
    return {"loss": loss, "dW": dW}


def softmax_loss_vectorized(student, W, X, y, reg):
    loss, dW = student.softmax_loss_vectorized(W, X, y, reg)
    return {"loss": loss, "dW": dW}


def l1_penalty(student, W, reg):
    value, dW = student.l1_penalty(W, reg)
    return {"value": value, "dW": dW}


def l2_penalty(student, W, reg):
    value, dW = student.l2_penalty(W, reg)
    return {"value": value, "dW": dW}


def elastic_net_penalty(student, W, reg, beta):
    value, dW = student.elastic_net_penalty(W, reg, beta)
    return {"value": value, "dW": dW}


def train(
    student,
    X,
    y,
    learning_rate,
    reg,
    num_iters,
    batch_size,
    losses=None,
    gradients=None,
    with_batches=False,
    first_weights_only=False,
    left_out=(),
    start=None,
):
    """Trains with a stand-in loss that records how it is called.

    With `losses` and `gradients` it answers what is written there, step by step, whatever the batch. Without, it
    is the mean squared distance of the scores from one-hot rows, a loss that training can bring down. Where only the
    first weights are asked for, it is flat. Arguments in `left_out` that have a default are not given. `start` stands in
    self.W before training, as after an earlier one.
    """

    class Recorded(student.LinearClassifier):
        def loss(self, X_batch, y_batch, reg):
            record.see(self.W, X_batch, y_batch, reg)
            if first_weights_only:
                return 0.0, np.zeros_like(self.W)
            if losses is None:
                return distance_from_one_hot(self.W, X_batch, y_batch)
            step = (len(record.weights) - 1) % len(losses)
            require_shape(self.W, np.shape(gradients[step]))
            return float(losses[step]), np.array(gradients[step])

    record = Record()
    model = Recorded()
    if start is not None:
        model.W = np.array(start)
    options = {"learning_rate": learning_rate, "reg": reg, "num_iters": num_iters, "batch_size": batch_size}
    history = model.train(X, y, **without(options, left_out, model.train))
    if first_weights_only:
        return {"first_weights": record.weights[0]} if record.weights else {}
    seen = {} if history is None else {"loss_history": history}
    if losses is None:
        scores = X @ model.W
        return {**seen, "accuracy": np.mean(scores[np.arange(len(y)), y] >= scores.max(axis=1))}
    if record.weights:
        seen |= record.path(end=model.W)
        seen |= record.batches_seen() if with_batches else {}
    return seen


def without(arguments, left_out, function):
    """These arguments, less those of `left_out` for which the function has a default."""
    parameters = inspect.signature(function).parameters.values() if left_out else ()
    free = {each.name for each in parameters if each.default is not each.empty}
    return {name: value for name, value in arguments.items() if name not in free.intersection(left_out)}


def predict(student, W, X):
    class WithLoss(student.LinearClassifier):
        def loss(self, X_batch, y_batch, reg):
            return 0.0, np.zeros_like(self.W)

    model = WithLoss()
    model.W = W
    return {"labels": model.predict(X)}


def class_templates(student, W, image_shape):
    return {"images": student.class_templates(W, tuple(image_shape))}


class Record:
    """What a stand-in loss was called with."""

    def __init__(self):
        self.weights, self.batches, self.labels, self.strengths = [], [], [], []

    def see(self, W, X_batch, y_batch, reg):
        self.weights.append(np.array(W, dtype=float))
        self.batches.append(np.array(X_batch, dtype=float))
        self.labels.append(np.array(y_batch, dtype=float))
        self.strengths.append(float(reg))

    def path(self, end):
        """The weights after each step, less the first of all, and reg as the loss was told it."""
        weights = np.array([*self.weights, np.array(end, dtype=float)])
        return {
            "change_of_W": weights[1:] - weights[0],
            "reg_given_to_loss": np.array(self.strengths),
        }

    def batches_seen(self):
        """Every batch and its labels, filled up with -1 to the largest, and their true lengths."""
        nothing = sum(not batch.ndim or not labels.ndim for batch, labels in zip(self.batches, self.labels))
        if nothing:
            return {"batches_of_none": nothing}
        return {
            "batches": stacked(self.batches),
            "labels": stacked(self.labels),
            "batch_sizes": np.array([len(np.atleast_1d(batch)) for batch in self.batches]),
            "label_sizes": np.array([len(np.atleast_1d(labels)) for labels in self.labels]),
        }


def stacked(arrays):
    """Arrays of any sizes in one, each filled up with -1 to the largest."""
    rank = max(array.ndim for array in arrays)
    arrays = [array.reshape(array.shape + (1,) * (rank - array.ndim)) for array in arrays]
    sizes = np.max([array.shape for array in arrays], axis=0).astype(int)
    return np.array(
        [np.pad(array, [(0, n - m) for n, m in zip(sizes, array.shape)], constant_values=-1.0) for array in arrays]
    )


def require_shape(W, shape):
    """Raises what the student should read where a gradient of this shape can't be taken from W."""
    if np.shape(W) != shape:
        raise ValueError(f"self.W has shape {np.shape(W)}; expected (D, C) = {shape}, where C is max(y) + 1")


def distance_from_one_hot(W, X, y):
    if X is None or y is None:
        raise TypeError("self.loss was given None in place of a batch")
    errors = X @ W - np.eye(W.shape[1])[y]
    return np.mean(errors**2), 2 * X.T @ errors / errors.size
