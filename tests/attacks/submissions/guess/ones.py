# Returns ones of the right shape, in the exercises where ones look likely.
# Must earn nothing.
# outcome: nothing
# walls: kernel
import numpy as np


def l1_penalty(W, reg, beta=0.0):
    return 1.0, np.ones_like(W)


def class_templates(W, image_shape):
    return np.ones((W.shape[1], *image_shape))


class LinearClassifier:
    W = None

    def predict(self, X):
        return np.ones(len(X), dtype=int)


l2_penalty = elastic_net_penalty = l1_penalty
