import numpy as np


def max_pool_forward_naive(x, pool_param):
    h, w, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    N, C, H, W = x.shape
    oh, ow = (H - h) // s + 1, (W - w) // s + 1
    maps = x.reshape(N * C, H, W)
    out, where = np.empty((N * C, oh, ow)), np.empty((N * C, oh, ow), dtype=int)
    for i in range(oh):
        for j in range(ow):
            flat = maps[:, i * s:i * s + h, j * s:j * s + w].reshape(N * C, -1)
            best = flat.argmax(1)
            out[:, i, j] = flat[np.arange(N * C), best]
            where[:, i, j] = (i * s + best // h) * W + j * s + best % h
    return out.reshape(N, C, oh, ow), {"where": where, "shape": x.shape}


def max_pool_backward_naive(dout, cache):
    N, C, H, W = cache["shape"]
    dx = np.zeros((N * C, H * W))
    rows = np.arange(N * C)[:, None, None]
    np.add.at(dx, (rows, cache["where"]), dout.reshape(N * C, *dout.shape[2:]))
    return dx.reshape(N, C, H, W)
