import numpy as np
from random import shuffle
from past.builtins import xrange


def svm_loss_naive(W, X, y, reg):
  """
  SVM loss with explicit loops.
  """
  dW = np.zeros(W.shape)
  num_classes = W.shape[1]
  num_train = X.shape[0]
  loss = 0.0
  for i in xrange(num_train):
    scores = X[i].dot(W)
    correct_class_score = scores[y[i]]
    diff_count = 0
    for j in xrange(num_classes):
      if j == y[i]:
        continue
      margin = scores[j] - correct_class_score + 1
      if margin > 0:
        diff_count += 1
        dW[:, j] += X[i]
        loss += margin
    dW[:, y[i]] += -1 * diff_count * X[i]
  loss /= num_train
  dW /= num_train
  dW += reg * W
  loss += 0.5 * reg * np.sum(W * W)
  return loss, dW


def svm_loss_vectorized(W, X, y, reg):
  loss = 0.0
  dW = np.zeros(W.shape) # initialize the gradient as zero
  delta = 1.0
  n = X.shape[0]
  scores = X.dot(W)
  correct_class_scores = scores[np.arange(scores.shape[0]), y]
  margins = np.maximum(0, scores - correct_class_scores[:, np.newaxis] + delta)
  # the true class contributes exactly delta, take it away again
  loss = np.mean(np.sum(margins, axis=1) - delta)
  loss += 0.5 * reg * np.sum(W * W)
  X_mask = np.zeros(margins.shape)
  X_mask[margins > 0] = 1
  # the true class is counted in the sum as well, and cancels: +1 - count
  X_mask[np.arange(n), y] -= np.sum(X_mask, axis=1)
  dW = X.T.dot(X_mask)
  dW /= n
  dW += reg * W
  return loss, dW
