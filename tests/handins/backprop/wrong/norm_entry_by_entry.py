import numpy as np
def squared_norm(x, W):
    q = W * x
    f = np.sum(q ** 2)
    return f, 2 * np.sum(q * W, axis=0), 2 * q * x
