from __future__ import print_function
from builtins import range
from builtins import object
import numpy as np
from past.builtins import xrange


class TwoLayerNet(object):
    def __init__(self, input_size, hidden_size, output_size, std=1e-4):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape

        z1 = X.dot(W1) + b1
        a1 = z1 * (z1 > 0)
        scores = a1.dot(W2) + b2
        if y is None:
            return scores

        shift = scores - scores.max(axis=1).reshape(N, 1)
        p = np.exp(shift) / np.exp(shift).sum(axis=1)[:, np.newaxis]
        loss = -np.log(p[np.arange(N), y]).mean()
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        grads = {}
        p[np.arange(N), y] -= 1
        p /= N
        grads['b2'] = p.sum(axis=0)
        grads['W2'] = a1.T.dot(p) + 2 * reg * W2
        da1 = p.dot(W2.T)
        dz1 = da1 * (z1 > 0)
        grads['b1'] = dz1.sum(axis=0)
        grads['W1'] = X.T.dot(dz1) + 2 * reg * W1
        return loss, grads
