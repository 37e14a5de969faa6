# Returns zeros of the right shape, in every exercise.
# Must earn nothing.
# outcome: nothing
# walls: kernel
import numpy as np


def svm_loss_naive(W, X, y, reg):
    return 0.0, np.zeros_like(W)


def l1_penalty(W, reg, beta=0.0):
    return 0.0, np.zeros_like(W)


def class_templates(W, image_shape):
    return np.zeros((W.shape[1], *image_shape))


class LinearClassifier:
    W = None

    def train(self, X, y, learning_rate=0, reg=0, num_iters=0, batch_size=0, verbose=False):
        self.W = np.zeros((X.shape[1], y.max() + 1))
        return [0.0] * num_iters

    def predict(self, X):
        return np.zeros(len(X), dtype=int)


svm_loss_vectorized = squared_hinge_loss = softmax_loss_naive = softmax_loss_vectorized = svm_loss_naive
l2_penalty = elastic_net_penalty = l1_penalty
