import numpy as np


def indices(x_shape, HH, WW, padding, stride):
    N, C, H, W = x_shape
    oh = (H + 2 * padding - HH) // stride + 1
    ow = (W + 2 * padding - WW) // stride + 1
    i0 = np.tile(np.repeat(np.arange(HH), WW), C)
    i1 = stride * np.repeat(np.arange(oh), ow)
    j0 = np.tile(np.arange(WW), HH * C)
    j1 = stride * np.tile(np.arange(ow), oh)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    k = np.repeat(np.arange(C), HH * WW).reshape(-1, 1)
    return k, i, j, oh, ow


def conv_forward_im2col(x, w, b, conv_param):
    p, s = conv_param['pad'], conv_param['stride']
    N, C = x.shape[:2]
    F, _, HH, WW = w.shape
    k, i, j, oh, ow = indices(x.shape, HH, WW, p, s)
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    cols = xp[:, k, i, j].transpose(1, 2, 0).reshape(HH * WW * C, -1)
    res = w.reshape(F, -1).dot(cols) + b.reshape(-1, 1)
    out = res.reshape(N, F, oh, ow)
    return out, (x, w, b, conv_param, cols)


def conv_backward_im2col(dout, cache):
    x, w, b, conv_param, cols = cache
    p, s = conv_param['pad'], conv_param['stride']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    db = np.sum(dout, axis=(0, 2, 3))
    d = dout.transpose(1, 2, 3, 0).reshape(F, -1)
    dw = d.dot(cols.T).reshape(w.shape)
    dcols = w.reshape(F, -1).T.dot(d).reshape(C * HH * WW, -1, N).transpose(2, 0, 1)
    k, i, j, oh, ow = indices(x.shape, HH, WW, p, s)
    dxp = np.zeros((N, C, H + 2 * p, W + 2 * p))
    np.add.at(dxp, (slice(None), k, i, j), dcols)
    dx = dxp if p == 0 else dxp[:, :, p:-p, p:-p]
    return dx, dw, db
