import abc
import numpy as np
class LinearClassifier(metaclass=abc.ABCMeta):
    def __init__(self):
        self.W = None
    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        if self.W is None:
            self.W = np.random.randn(X.shape[1], np.max(y) + 1)
            self.W *= 1e-3
        out = []
        for _ in range(num_iters):
            k = np.random.choice(len(X), batch_size)
            value, grad = self.loss(X[k], y[k], reg)
            out.append(value); self.W = self.W - learning_rate * grad
        return out
    def predict(self, X):
        return np.argmax(X.dot(self.W), axis=1)
    @abc.abstractmethod
    def loss(self, X_batch, y_batch, reg):
        """Subclasses say."""
