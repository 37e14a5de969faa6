import numpy as np
def squared_norm(x, W):
    q = W @ x
    return np.sum(np.square(q)), 2 * W @ q, 2 * np.outer(q, x)
