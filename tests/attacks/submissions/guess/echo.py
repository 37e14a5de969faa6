# Returns its inputs, in the exercises where one of them has the right shape.
# Must earn nothing.
# outcome: nothing
# walls: kernel
import numpy as np


def svm_loss_naive(W, X, y, reg):
    return reg, W


def l1_penalty(W, reg, beta=0.0):
    return reg, W


def class_templates(W, image_shape):
    return np.resize(W.T, (W.shape[1], *image_shape))


class LinearClassifier:
    W = None

    def train(self, X, y, learning_rate=0, reg=0, num_iters=0, batch_size=0, verbose=False):
        self.W = X[: y.max() + 1].T
        return [learning_rate] * num_iters

    def predict(self, X):
        return X[:, 0]


l2_penalty = elastic_net_penalty = l1_penalty
