import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as view


def windows(x, q):
    s = q["stride"]
    return view(x, (q["pool_height"], q["pool_width"]), axis=(2, 3))[:, :, ::s, ::s]


def max_pool_forward_naive(x, pool_param):
    return windows(x, pool_param).max(axis=(-2, -1)), (x.copy(), dict(pool_param))


def max_pool_backward_naive(dout, cache):
    x, q = cache
    dx = np.zeros_like(x)
    into = view(dx, (q["pool_height"], q["pool_width"]), axis=(2, 3), writeable=True)[:, :, ::q["stride"], ::q["stride"]]
    flat = windows(x, q).reshape(*dout.shape, -1).argmax(-1)
    for n, c, i, j in np.ndindex(*dout.shape):
        r, t = divmod(int(flat[n, c, i, j]), q["pool_width"])
        into[n, c, i, j, r, t] += dout[n, c, i, j]
    return dx


def avg_pool_forward_naive(x, pool_param):
    return windows(x, pool_param).mean(axis=(-2, -1)), (x.shape, dict(pool_param))


def avg_pool_backward_naive(dout, cache):
    shape, q = cache
    dx = np.zeros(shape)
    s, h, w = q["stride"], q["pool_height"], q["pool_width"]
    for a in range(h):
        for c in range(w):
            dx[:, :, a:a + s * dout.shape[2]:s, c:c + s * dout.shape[3]:s] = dout / h / w
    return dx
