import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    stride = conv_param['stride']
    pad = conv_param['pad']
    Hout = int(1 + (H + 2 * pad - HH) / stride)
    Wout = int(1 + (W + 2 * pad - WW) / stride)
    out = np.zeros((N, F, Hout, Wout))
    xpad = np.pad(x, ((0,), (0,), (pad,), (pad,)), 'constant')
    for i in range(N):
        for k in range(F):
            for r in range(Hout):
                for c in range(Wout):
                    out[i, k, r, c] = np.sum(
                        xpad[i, 0, r * stride:r * stride + HH, c * stride:c * stride + WW] * w[k, 0]) + b[k]
    cache = (x, w, b, conv_param)
    return out, cache


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    stride, pad = conv_param['stride'], conv_param['pad']
    xpad = np.pad(x, ((0,), (0,), (pad,), (pad,)), 'constant')
    dxpad = np.zeros(xpad.shape)
    dw = np.zeros(w.shape)
    db = np.sum(dout, axis=(0, 2, 3))
    for i in range(N):
        for k in range(F):
            for r in range(dout.shape[2]):
                for c in range(dout.shape[3]):
                    rs, cs = r * stride, c * stride
                    dw[k] += xpad[i, :, rs:rs + HH, cs:cs + WW] * dout[i, k, r, c]
                    dxpad[i, :, rs:rs + HH, cs:cs + WW] += w[k] * dout[i, k, r, c]
    dx = dxpad[:, :, pad:pad + H, pad:pad + W]
    return dx, dw, db
