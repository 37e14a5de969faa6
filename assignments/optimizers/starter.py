"""Optimizers.

Replace every `raise NotImplementedError(...)` by your own code; `grader check starter.py` tells you
how it does.
"""

import numpy as np


# ------------------------------------------------------------ Gradient descent


def sgd(w, dw, config=None):
    """Stochastic gradient descent: a step of learning_rate times the gradient, downhill.

    w: weights, an array of any shape. dw: the gradient of the loss with respect to w, of the same shape.
    config: a dictionary, or None; what it does not hold has its default:
    - learning_rate: 1e-2

    Returns next_w, the weights after the step, and config, to be given to the next step.
    """
    raise NotImplementedError("sgd is yours to write")


# ------------------------------------------------------------ Momentum


def sgd_momentum(w, dw, config=None):
    """Gradient descent with momentum: a velocity remembers the steps before and fades by the factor momentum.

    w, dw, and what is returned: as in sgd. In config, beside the learning rate:
    - learning_rate: 1e-2
    - momentum: 0.9; at 0 this is sgd
    - velocity: of w's shape, zeros at first; what you keep from step to step
    """
    raise NotImplementedError("sgd_momentum is yours to write")


# ------------------------------------------------------------ Nesterov's momentum


def nesterov(w, dw, config=None):
    """Nesterov's momentum: the gradient is taken where the velocity is about to carry the weights.

    The weights that are handed around are the ones that look ahead: dw is the gradient at w, and next_w looks ahead
    again. w, dw and what is returned: as in sgd. In config, as in sgd_momentum:
    - learning_rate: 1e-2
    - momentum: 0.9
    - velocity: of w's shape, zeros at first; without the look-ahead
    """
    raise NotImplementedError("nesterov is yours to write")


# ------------------------------------------------------------ AdaGrad


def adagrad(w, dw, config=None):
    """AdaGrad: the step is divided by the root of the sum of all squared gradients so far, weight by weight.

    w, dw, and what is returned: as in sgd. In config:
    - learning_rate: 1e-2
    - epsilon: 1e-8, added to the root, so that nothing is divided by zero
    - cache: of w's shape, zeros at first; the sum of the squared gradients
    """
    raise NotImplementedError("adagrad is yours to write")


# ------------------------------------------------------------ RMSProp


def rmsprop(w, dw, config=None):
    """RMSProp: the step is divided by the root of a fading average of the squared gradients, weight by weight.

    w, dw, and what is returned: as in sgd. In config:
    - learning_rate: 1e-2
    - decay_rate: 0.99, the weight of the old average; the newest square has the weight 1 - decay_rate
    - epsilon: 1e-8, added to the root, so that nothing is divided by zero
    - cache: of w's shape, zeros at first; the average of the squared gradients
    """
    raise NotImplementedError("rmsprop is yours to write")


# ------------------------------------------------------------ Adam


def adam(w, dw, config=None):
    """Adam: a fading average of the gradients, divided by the root of one of their squares, weight by weight.

    w, dw, and what is returned: as in sgd. In config:
    - learning_rate: 1e-3
    - beta1: 0.9, the weight of the old average of gradients; the newest has the weight 1 - beta1
    - beta2: 0.999, the same for the average of their squares
    - epsilon: 1e-8, added to the root, so that nothing is divided by zero
    - m, v: of w's shape, zeros at first; the two averages, or moments, as they are before any correction
    - t: 0 at first; the number of steps made, counted up before it is used

    Both averages start at zero, which makes them too small. Before they are used they are divided by 1 - beta**t.
    """
    raise NotImplementedError("adam is yours to write")
