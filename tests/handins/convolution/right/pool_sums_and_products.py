import numpy as np
def max_pool_forward_naive(x, pool_param):
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    N, C, H, W = x.shape
    if h == w == s and H % h == 0 and W % w == 0:
        r = x.reshape(N, C, H // h, h, W // w, w)
        return r.max(axis=3).max(axis=4), ('reshape', x, r, pool_param)
    out = np.full((N, C, (H - h) // s + 1, (W - w) // s + 1), -np.inf)
    for a in range(h):
        for b in range(w):
            np.maximum(out, x[:, :, a:a + s * out.shape[2]:s, b:b + s * out.shape[3]:s], out=out)
    return out, ('loop', x, None, pool_param)
def max_pool_backward_naive(dout, cache):
    how, x, r, pool_param = cache
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    dx = np.zeros_like(x)
    taken = np.zeros(dout.shape, dtype=bool)
    out, _ = max_pool_forward_naive(x, pool_param)
    for a in range(h):
        for b in range(w):
            sl = (slice(None), slice(None), slice(a, a + s * dout.shape[2], s), slice(b, b + s * dout.shape[3], s))
            hit = (x[sl] == out) & ~taken
            taken |= hit
            dx[sl] += np.where(hit, dout, 0)
    return dx
def avg_pool_forward_naive(x, pool_param):
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    I = np.pad(np.cumsum(np.cumsum(x, axis=2), axis=3), ((0, 0), (0, 0), (1, 0), (1, 0)))
    box = I[:, :, h:, w:] - I[:, :, :-h, w:] - I[:, :, h:, :-w] + I[:, :, :-h, :-w]
    return box[:, :, ::s, ::s] / (h * w), (x.shape, pool_param)
def avg_pool_backward_naive(dout, cache):
    shape, pool_param = cache
    h, w, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    P = np.zeros((shape[2], dout.shape[2])); Q = np.zeros((shape[3], dout.shape[3]))
    for i in range(dout.shape[2]): P[i * s:i * s + h, i] = 1 / h
    for j in range(dout.shape[3]): Q[j * s:j * s + w, j] = 1 / w
    return P @ dout @ Q.T
