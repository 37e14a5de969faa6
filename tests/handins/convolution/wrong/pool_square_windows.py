import numpy as np


def max_pool_forward_naive(x, pool_param):
    ph, pw, st = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    N, C, H, W = x.shape
    oh, ow = (H - ph) // st + 1, (W - pw) // st + 1
    out = np.empty((N, C, oh, ow))
    for i in range(oh):
        for j in range(ow):
            out[:, :, i, j] = x[:, :, i * st:i * st + ph, j * st:j * st + ph].max(axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw, st = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    dx = np.zeros(x.shape)
    N, C, oh, ow = dout.shape
    for n in range(N):
        for c in range(C):
            for i in range(oh):
                for j in range(ow):
                    win = x[n, c, i * st:i * st + ph, j * st:j * st + pw]
                    k = np.argmax(win)
                    a, b = np.unravel_index(k, win.shape)
                    dx[n, c, i * st + a, j * st + b] += dout[n, c, i, j]
    return dx
