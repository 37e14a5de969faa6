import numpy as np
def softmax_jacobian(scores):
    scores -= np.max(scores)
    p = np.exp(scores) / np.sum(np.exp(scores))
    return p * (1 - p)
