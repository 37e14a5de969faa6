import numpy as np


def max_pool_forward_naive(x, pool_param):
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.full((N, C, (H - hh) // s + 1, (W - ww) // s + 1), 0.0)
    for r in range(hh):
        for t in range(ww):
            part = x[:, :, r:r + s * out.shape[2]:s, t:t + s * out.shape[3]:s]
            out = np.maximum(out, part)
    return out, (x, hh, ww, s)


def max_pool_backward_naive(dout, cache):
    x, hh, ww, s = cache
    dx = np.zeros(x.shape)
    for index in np.ndindex(*dout.shape):
        n, c, i, j = index
        best, where = -float("inf"), None
        for r in range(i * s, i * s + hh):
            for t in range(j * s, j * s + ww):
                if x[n, c, r, t] >= best:
                    best, where = x[n, c, r, t], (r, t)
        dx[n, c, where[0], where[1]] += dout[index]
    return dx
