import numpy as np
def softmax_jacobian(scores):
    p = np.exp(scores - scores.max()); p /= p.sum()
    C = len(p)
    J = np.zeros((C, C))
    for i in range(C):
        for j in range(i, C):
            if i == j:
                J[i, j] = p[i] * (1 - p[i])
            else:
                J[i, j] = -p[i] * p[j]
    return J
