import numpy as np

DELTA = 1.0


def hinge(z):
    return np.maximum(z, 0)


def margins_of(scores, y):
    correct = scores[np.arange(len(y)), y]
    m = hinge(scores - correct[:, None] + DELTA)
    m[np.arange(len(y)), y] = 0
    return m
