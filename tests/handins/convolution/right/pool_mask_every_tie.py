import numpy as np


def max_pool_forward_naive(x, pool_param):
    ph, pw, stride = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    N, C, H, W = x.shape
    H_out, W_out = int(1 + (H - ph) / stride), int(1 + (W - pw) / stride)
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            out[:, :, i, j] = np.max(x[:, :, i*stride:i*stride+ph, j*stride:j*stride+pw], axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw, stride = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    dx = np.zeros_like(x)
    for n in range(dout.shape[0]):
        for c in range(dout.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    patch = x[n, c, i*stride:i*stride+ph, j*stride:j*stride+pw]
                    dx[n, c, i*stride:i*stride+ph, j*stride:j*stride+pw] += dout[n, c, i, j] * (patch == np.max(patch))
    return dx
