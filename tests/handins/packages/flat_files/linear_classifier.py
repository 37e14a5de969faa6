from __future__ import print_function
from linear_svm import *
from softmax import *
import numpy as np
import matplotlib.pyplot as plt

plt.style.use('ggplot')


class LinearClassifier:
    def __init__(self):
        self.W = None

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        N, D = X.shape
        if self.W is None:
            self.W = np.random.randn(D, max(y) + 1) * 0.001
        history = []
        for step in range(1, num_iters + 1):
            b = np.random.randint(N, size=batch_size)
            L, dW = self.loss(X[b], y[b], reg)
            self.W -= learning_rate * dW
            history.append(L)
            print('step', step, 'loss', L)     # I want to see it
        return history

    def predict(self, X):
        return X.dot(self.W).argmax(1)

    def loss(self, X_batch, y_batch, reg):
        pass


class LinearSVM(LinearClassifier):
    loss = lambda self, X, y, reg: svm_loss_vectorized(self.W, X, y, reg)


class Softmax(LinearClassifier):
    loss = lambda self, X, y, reg: softmax_loss_vectorized(self.W, X, y, reg)
