import numpy as np
def squared_norm(x, W):
    q = W.dot(x)
    return (q ** 2).sum(), W.T.dot(q), q.reshape(-1, 1) * x
