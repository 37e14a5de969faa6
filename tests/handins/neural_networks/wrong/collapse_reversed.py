import numpy as np


def collapse_linear_layers(weights):
    W = weights[-1]
    for V in reversed(weights[:-1]):
        W = W @ V
    return W
