"""Linear classifiers.

Replace every `raise NotImplementedError(...)` by your own code; `grader check starter.py` tells you
how it does.
"""

import numpy as np


# ------------------------------------------------------------ The multiclass SVM loss


def svm_loss_naive(W, X, y, reg):
    """The multiclass SVM loss and its gradient, with loops over the examples and the classes.

    W: (D, C) weights. X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C.
    reg: strength of the penalty, reg * (sum of the squares of all weights).

    Returns the loss, a number, and dW, the gradient of the loss with respect to W, of shape (D, C).
    """
    raise NotImplementedError("svm_loss_naive is yours to write")


def svm_loss_vectorized(W, X, y, reg):
    """The multiclass SVM loss and its gradient, without a loop: same inputs and outputs as svm_loss_naive."""
    raise NotImplementedError("svm_loss_vectorized is yours to write")


# ------------------------------------------------------------ The squared hinge loss


def squared_hinge_loss(W, X, y, reg):
    """The squared hinge loss and its gradient: each positive margin of a wrong class counts with its square.

    W: (D, C) weights. X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C.
    reg: strength of the penalty, reg * (sum of the squares of all weights).

    Returns the loss, a number, and dW, the gradient of the loss with respect to W, of shape (D, C).
    """
    raise NotImplementedError("squared_hinge_loss is yours to write")


# ------------------------------------------------------------ The softmax loss


def softmax_loss_naive(W, X, y, reg):
    """The softmax loss (cross-entropy) and its gradient, with a loop over the examples.

    W: (D, C) weights. X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C.
    reg: strength of the penalty, reg * (sum of the squares of all weights).

    Returns the loss, a number, and dW, the gradient of the loss with respect to W, of shape (D, C).
    """
    raise NotImplementedError("softmax_loss_naive is yours to write")


def softmax_loss_vectorized(W, X, y, reg):
    """The softmax loss and its gradient, without a loop: same inputs and outputs as softmax_loss_naive."""
    raise NotImplementedError("softmax_loss_vectorized is yours to write")


# ------------------------------------------------------------ Penalties on the weights


def l1_penalty(W, reg):
    """The L1 penalty, reg * (sum of the absolute values of the weights), and its gradient.

    W: weights, an array of any shape. reg: strength of the penalty.

    Returns the penalty, a number, and dW, its gradient, of W's shape. At a weight of exactly 0 take the slope 0.
    """
    raise NotImplementedError("l1_penalty is yours to write")


def l2_penalty(W, reg):
    """The L2 penalty, reg * (sum of the squares of the weights), and its gradient.

    W: weights, an array of any shape. reg: strength of the penalty.

    Returns the penalty, a number, and dW, its gradient, of W's shape.
    """
    raise NotImplementedError("l2_penalty is yours to write")


def elastic_net_penalty(W, reg, beta):
    """The elastic net, reg * (sum of beta * w**2 + |w| over the weights), and its gradient.

    W: weights, an array of any shape. reg: strength of the whole penalty. beta: weight of the squares in it.

    Returns the penalty, a number, and dW, its gradient, of W's shape. At a weight of exactly 0 take the slope 0.
    """
    raise NotImplementedError("elastic_net_penalty is yours to write")


# ------------------------------------------------------------ Training and predicting


class LinearClassifier:
    """A classifier by scores = X @ W. A subclass brings the loss; training and predicting are the same for all."""

    def __init__(self):
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
        raise NotImplementedError("LinearClassifier.train is yours to write")

    def predict(self, X):
        """The class with the largest score for each row of X (N, D): an array of N labels."""
        raise NotImplementedError("LinearClassifier.predict is yours to write")

    def loss(self, X_batch, y_batch, reg):
        """The loss on a batch and its gradient with respect to self.W: every subclass has its own."""
        raise NotImplementedError("a subclass defines the loss")


# ------------------------------------------------------------ Class templates


def class_templates(W, image_shape):
    """One picture per class: its weights, stretched so that the smallest becomes 0 and the largest 255.

    W: (D, C) weights, a column per class. Where D is one more than an image has pixels, the last row is the bias
    and is left out. image_shape: shape of an image, such as (32, 32, 3); its pixels are in W in C order.

    Returns floats of shape (C, *image_shape). Every class is stretched by itself, over its whole picture.
    """
    raise NotImplementedError("class_templates is yours to write")
