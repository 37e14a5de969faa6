import numpy as np
from random import shuffle
from past.builtins import xrange


def svm_loss_naive(W, X, y, reg):
  """
  SVM loss with loops. D features, C classes, N examples.

  - W: numpy array (D, C)
  - X: numpy array (N, D)
  - y: numpy array (N,), y[i] = c means X[i] has label c
  - reg: (float) regularization strength

  Returns a tuple of the loss (single float) and the gradient (same shape as W)
  """
  dW = np.zeros(W.shape) # initialize the gradient as zero

  # compute the loss and the gradient
  num_classes = W.shape[1]
  num_train = X.shape[0]
  loss = 0.0
  for i in xrange(num_train):
    scores = X[i].dot(W)
    correct_class_score = scores[y[i]]
    for j in xrange(num_classes):
      if j == y[i]:
        continue
      margin = scores[j] - correct_class_score + 1 # note delta = 1
      if margin > 0:
        loss += margin
        dW[:, j] += X[i, :].T
        dW[:, y[i]] -= X[i, :].T

  # Right now the loss is a sum over all training examples
  loss /= num_train
  dW /= num_train

  # Add regularization to the loss.
  loss += reg * np.sum(W * W)
  dW += 2*reg*W

  #############################################################################
  # TODO:                                                                     #
  # Compute the gradient of the loss function and store it dW.                #
  #############################################################################

  return loss, dW


def svm_loss_vectorized(W, X, y, reg):
  """
  SVM loss, vectorized. Same inputs and outputs as svm_loss_naive.
  """
  loss = 0.0
  dW = np.zeros(W.shape) # initialize the gradient as zero

  num_train = X.shape[0]
  scores = X.dot(W)
  yi_scores = scores[np.arange(scores.shape[0]),y]
  margins = np.maximum(0, scores - np.matrix(yi_scores).T + 1)
  margins = np.asarray(margins)
  margins[np.arange(num_train),y] = 0
  loss = np.mean(np.sum(margins, axis=1))
  loss += reg * np.sum(W * W)
  #############################################################################
  #                             END OF YOUR CODE                              #
  #############################################################################

  binary = margins
  binary[margins > 0] = 1
  row_sum = np.sum(binary, axis=1)
  binary[np.arange(num_train), y] = -row_sum.T
  dW = np.dot(X.T, binary)
  dW /= num_train
  dW += 2*reg*W

  return loss, dW
