import numpy as np
def softmax_jacobian(scores):
    p = np.exp(scores) / np.exp(scores).sum()
    return np.diag(p) - np.outer(p, p)
