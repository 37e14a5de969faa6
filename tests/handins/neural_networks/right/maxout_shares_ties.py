import numpy as np


def maxout_forward(x, w1, b1, w2, b2):
    joint = x @ np.hstack([w1, w2]) + np.concatenate([b1, b2])
    a, b = np.split(joint, 2, axis=1)
    share = (1 + np.sign(a - b)) / 2
    return np.maximum(a, b), (x, w1, w2, share.astype(x.dtype))


def maxout_backward(dout, cache):
    x, w1, w2, share = cache
    da = dout * share
    db = dout - da
    return da @ w1.T + db @ w2.T, x.T @ da, da.sum(axis=0), x.T @ db, db.sum(axis=0)
