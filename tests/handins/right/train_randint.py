from builtins import object, range
import numpy as np


class LinearClassifier(object):
    def __init__(self, W=None):
        self.W = W

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        num_train = X.shape[0]
        if self.W is None:
            self.W = np.random.normal(0, 0.001, size=(X.shape[1], np.max(y) + 1))
        loss_history = []
        it = 0
        while it < num_iters:
            rows = np.random.randint(0, num_train, size=batch_size)   # upper end is exclusive
            xb = X.take(rows, axis=0)
            yb = y.take(rows)
            loss, grad = self.loss(xb, yb, reg)
            np.subtract(self.W, learning_rate * grad, out=self.W)
            loss_history += [loss]
            it += 1
            if verbose and it % 100 == 0: print('iteration {} / {}: loss {}'.format(it, num_iters, loss))
        return loss_history

    def loss(self, X_batch, y_batch, reg):
        pass

    def predict(self, X):
        scores = self.W.T.dot(X.T)
        return np.argmax(scores, axis=0)
