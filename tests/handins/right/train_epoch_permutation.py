import numpy as np


class LinearClassifier:
    """Goes through the data in epochs, with a new order each time. The rest of an epoch is used as a smaller batch."""

    def __init__(self):
        self.W = None

    def _batches(self, n, size):
        while True:
            order = np.random.permutation(n)
            for start in range(0, n, size):
                yield order[start:start + size]

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        if self.W is None:
            self.W = 1e-3 * np.random.randn(X.shape[1], int(y.max()) + 1)
        losses = []
        batches = self._batches(X.shape[0], batch_size)
        for it in range(num_iters):
            idx = next(batches)
            loss, dW = self.loss(X[idx], y[idx], reg)
            losses.append(float(loss))
            self.W -= learning_rate * dW
            if verbose and it % 100 == 0:
                print("iteration", it, "loss", loss)
        return losses

    def predict(self, X):
        scores = X.dot(self.W)
        return np.argmax(scores, axis=-1)

    def loss(self, X_batch, y_batch, reg):
        pass
