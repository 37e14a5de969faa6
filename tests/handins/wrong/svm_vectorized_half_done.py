import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    """
    Structured SVM loss, vectorized.
    """
    loss = 0.0
    dW = np.zeros(W.shape) # initialize the gradient as zero

    num_train = X.shape[0]
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[np.arange(num_train), y].reshape(num_train, 1) + 1)
    margins[np.arange(num_train), y] = 0
    loss = np.sum(margins) / num_train
    loss += reg * np.sum(W * W)

    #############################################################################
    # TODO:                                                                     #
    # Gradient, vectorized.  Hint: reuse what you computed for the loss.        #
    #############################################################################
    return loss, dW
