from builtins import range
from builtins import object
import numpy as np
from past.builtins import xrange


class KNearestNeighbor(object):
    def __init__(self):
        pass

    def train(self, X, y):
        self.X_train = X
        self.y_train = y

    def predict(self, X, k=1):
        dists = np.sqrt(((X[:, None] - self.X_train[None]) ** 2).sum(axis=2))
        nearest = np.argsort(dists, axis=1)[:, :k]
        return np.array([np.bincount(self.y_train[row]).argmax() for row in nearest])
