import numpy as np


def im2col(x, HH, WW, stride, pad):
    N, C, H, W = x.shape
    oh = (H + 2 * pad - HH) // stride + 1
    ow = (W + 2 * pad - WW) // stride + 1
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C, HH, WW, oh, ow), dtype=x.dtype)
    for i in range(HH):
        for j in range(WW):
            cols[:, :, i, j] = xp[:, :, i:i + stride * oh:stride, j:j + stride * ow:stride]
    return cols.transpose(0, 4, 5, 1, 2, 3).reshape(N * oh * ow, C * HH * WW), oh, ow


def col2im(cols, shape, HH, WW, stride, pad, oh, ow):
    N, C, H, W = shape
    cols = cols.reshape(N, oh, ow, C, WW, HH).transpose(0, 3, 5, 4, 1, 2)
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=cols.dtype)
    for i in range(HH):
        for j in range(WW):
            out[:, :, i:i + stride * oh:stride, j:j + stride * ow:stride] += cols[:, :, i, j]
    return out[:, :, pad:H + pad, pad:W + pad]


def conv_forward_im2col(x, w, b, conv_param):
    s, p = conv_param['stride'], conv_param['pad']
    F, C, HH, WW = w.shape
    N = x.shape[0]
    cols, oh, ow = im2col(x, HH, WW, s, p)
    res = cols @ w.reshape(F, -1).T + b
    out = res.reshape(N, oh, ow, F).transpose(0, 3, 1, 2)
    return out, (x.shape, w, s, p, cols, oh, ow)


def conv_backward_im2col(dout, cache):
    shape, w, s, p, cols, oh, ow = cache
    F, C, HH, WW = w.shape
    d = dout.transpose(0, 2, 3, 1).reshape(-1, F)
    db = d.sum(axis=0)
    dw = (d.T @ cols).reshape(w.shape)
    dcols = d @ w.reshape(F, -1)
    dx = col2im(dcols, shape, HH, WW, s, p, oh, ow)
    return dx, dw, db
