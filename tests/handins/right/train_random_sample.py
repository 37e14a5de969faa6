import random

import numpy as np


class LinearClassifier:
    def __init__(self):
        self.W = None

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        N, D = X.shape
        if self.W is None:
            self.W = 0.001 * np.random.rand(D, np.max(y) + 1)
        hist = []
        for i in range(num_iters):
            mask = random.sample(range(N), batch_size)
            Xb = np.array([X[k] for k in mask])
            yb = np.array([y[k] for k in mask])
            L, g = self.loss(Xb, yb, reg)
            hist.append(L)
            # step DOWN the gradient
            self.W = self.W + (-learning_rate) * g
        return hist

    def predict(self, X):
        return np.array([np.dot(x, self.W).argmax() for x in X])

    def loss(self, X_batch, y_batch, reg):
        """subclasses override this"""
        pass
