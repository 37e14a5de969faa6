import numpy as np


class LinearClassifier(object):
    def __init__(self):
        self.W = None
        self.loss_history = []

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        num_train, dim = X.shape
        num_classes = np.max(y) + 1
        # training always starts from scratch
        self.W = 0.0001 * np.random.randn(dim, num_classes)
        self.loss_history = []
        for it in range(num_iters):
            p = np.random.permutation(num_train)[:batch_size]
            loss, grad = self.loss(X[p], y[p], reg)
            self.loss_history.append(loss)
            self.W -= grad * learning_rate
            # print(it, loss, np.abs(grad).max())
        return self.loss_history

    def predict(self, X):
        return np.argsort(X.dot(self.W), axis=1)[:, -1]

    def loss(self, X_batch, y_batch, reg):
        pass
