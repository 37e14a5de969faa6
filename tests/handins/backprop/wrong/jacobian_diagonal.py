import numpy as np
def softmax_jacobian(scores):
    p = np.exp(scores - np.max(scores))
    p = p / p.sum()
    J = np.zeros((len(p), len(p)))
    for i in range(len(p)):
        J[i, i] = p[i] * (1 - p[i])
    return J
