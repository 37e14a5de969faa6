import numpy as np


def _tiles(x, q):
    h, w, s = q['pool_height'], q['pool_width'], q['stride']
    return h == w == s and x.shape[2] % h == 0 and x.shape[3] % w == 0


def max_pool_forward_naive(x, pool_param):
    N, C, H, W = x.shape
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    if _tiles(x, pool_param):
        y = x.reshape(N, C, H // h, h, W // w, w)
        return y.max(axis=3).max(axis=4), (x, pool_param)
    out = np.stack([np.stack([x[:, :, i:i + h, j:j + w].max(axis=(2, 3)) for j in range(0, W - w + 1, s)], axis=-1)
                    for i in range(0, H - h + 1, s)], axis=-2)
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    N, C, H, W = x.shape
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    if _tiles(x, pool_param):
        y = x.reshape(N, C, H // h, h, W // w, w)
        mask = y == y.max(axis=(3, 5), keepdims=True)
        d = mask * dout[:, :, :, None, :, None] / mask.sum(axis=(3, 5), keepdims=True)
        return d.reshape(x.shape)
    dx = np.zeros_like(x)
    for i, top in enumerate(range(0, H - h + 1, s)):
        for j, left in enumerate(range(0, W - w + 1, s)):
            block = x[:, :, top:top + h, left:left + w]
            mask = block == block.max(axis=(2, 3), keepdims=True)
            dx[:, :, top:top + h, left:left + w] += mask * dout[:, :, i, j][:, :, None, None]
    return dx


def avg_pool_forward_naive(x, pool_param):
    N, C, H, W = x.shape
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    out = np.zeros((N, C, 1 + (H - h) // s, 1 + (W - w) // s))
    for n in range(N):
        for c in range(C):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    out[n, c, i, j] = np.average(x[n, c, i * s:i * s + h, j * s:j * s + w])
    return out, (x.shape, h, w, s)


def avg_pool_backward_naive(dout, cache):
    shape, h, w, s = cache
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        dx[n, c, i * s:i * s + h, j * s:j * s + w] += np.ones((h, w)) * dout[n, c, i, j] / (h * w)
    return dx
