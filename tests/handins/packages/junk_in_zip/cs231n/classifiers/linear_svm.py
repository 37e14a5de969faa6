import numpy as np
from numpy import *


def svm_loss_naive(W, X, y, reg):
    num = shape(X)[0]
    dW = zeros(shape(W))
    loss = 0.
    for i in range(num):
        scores = dot(X[i], W)
        for j in range(shape(W)[1]):
            if j != y[i]:
                margin = scores[j] - scores[y[i]] + 1.
                if margin > 0.:
                    loss += margin
                    dW[:, j] += X[i]
                    dW[:, y[i]] += -X[i]
    return loss / num + reg * sum(W * W), dW / num + 2. * reg * W


def svm_loss_vectorized(W, X, y, reg):
    num = shape(X)[0]
    scores = dot(X, W)
    margins = maximum(0., scores - scores[arange(num), y][:, newaxis] + 1.)
    margins[arange(num), y] = 0.
    active = where(margins > 0., 1., 0.)
    active[arange(num), y] = -sum(active, 1)
    return sum(margins) / num + reg * sum(W * W), dot(X.T, active) / num + 2. * reg * W
