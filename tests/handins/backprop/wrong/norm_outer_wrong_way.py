import numpy as np
def squared_norm(x, W):
    q = W.dot(x)
    return q.dot(q), 2 * W.T.dot(q), 2 * np.outer(x, q)
