import numpy as np
from random import shuffle
from past.builtins import xrange

def softmax_loss_naive(W, X, y, reg):
  """
  Softmax loss with loops.
  """
  # Initialize the loss and gradient to zero.
  loss = 0.0
  dW = np.zeros_like(W)
  num_train = X.shape[0]
  num_classes = W.shape[1]
  for i in xrange(num_train):
    f = X[i].dot(W)
    f -= f.max()
    p = lambda k: np.exp(f[k]) / np.sum(np.exp(f))
    loss += np.log(np.sum(np.exp(f))) - f[y[i]]
    for k in xrange(num_classes):
      dW[:, k] += (p(k) - (k == y[i])) * X[i]
  loss = loss / num_train + reg * np.sum(W*W)
  dW = dW / num_train + 2*reg*W
  return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
  loss = 0.0
  dW = np.zeros_like(W)
  num_train = X.shape[0]
  f = X.dot(W)
  f = f - np.max(f, axis=1)[:, np.newaxis]
  sum_exp = np.exp(f).sum(axis=1, keepdims=True)
  loss = np.sum(np.log(sum_exp)) - np.sum(f[np.arange(num_train), y])
  Q = np.exp(f) / sum_exp
  Q[np.arange(num_train), y] -= 1
  dW = X.T.dot(Q)
  loss /= num_train
  dW /= num_train
  loss += reg * np.sum(W*W)
  dW += 2*reg*W
  return loss, dW
