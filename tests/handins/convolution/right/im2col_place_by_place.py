import numpy as np


# the matrix is filled place by place, as the slides draw it
def conv_forward_im2col(x, w, b, conv_param):
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    oh, ow = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    cols = np.zeros((N, oh * ow, C * HH * WW))
    t = 0
    for i in range(oh):
        for j in range(ow):
            cols[:, t] = xp[:, :, i * stride:i * stride + HH, j * stride:j * stride + WW].reshape(N, -1)
            t += 1
    out = cols @ w.reshape(F, -1).T + b
    return out.transpose(0, 2, 1).reshape(N, F, oh, ow), (x, w, b, conv_param, cols)


def conv_backward_im2col(dout, cache):
    x, w, b, conv_param, cols = cache
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    oh, ow = dout.shape[2:]
    d = dout.reshape(N, F, oh * ow).transpose(0, 2, 1)
    db = d.sum(axis=(0, 1))
    dw = np.einsum('ntf,ntk->fk', d, cols, optimize=True).reshape(F, C, HH, WW)
    dcols = d @ w.reshape(F, -1)
    dxp = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for t in range(oh * ow):
        i, j = divmod(t, ow)
        dxp[:, :, i * stride:i * stride + HH, j * stride:j * stride + WW] += dcols[:, t].reshape(N, C, HH, WW)
    return dxp[:, :, pad:pad + H, pad:pad + W], dw, db
