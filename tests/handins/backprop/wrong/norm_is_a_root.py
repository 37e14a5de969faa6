import numpy as np
def squared_norm(x, W):
    q = W @ x
    f = np.linalg.norm(q)
    return f, 2 * W.T @ q, 2 * np.outer(q, x)
