from __future__ import print_function
from builtins import range
from past.builtins import xrange
import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    out = None
    #############################################################################
    # Implement the convolutional forward pass.                                 #
    #############################################################################
    (N, C, H, W), (F, C, HH, WW) = x.shape, w.shape
    pad, stride = conv_param['pad'], conv_param['stride']
    assert (H + 2 * pad - HH) % stride == 0, 'height'
    assert (W + 2 * pad - WW) % stride == 0, 'width'
    H2, W2 = (H + 2 * pad - HH) / stride + 1, (W + 2 * pad - WW) / stride + 1
    xx = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), 'constant')
    out = np.zeros((N, F, int(H2), int(W2)), dtype=x.dtype)
    w_row = w.reshape(F, -1)
    for j in xrange(int(H2)):
        for i in xrange(int(W2)):
            patch = xx[:, :, j * stride:j * stride + HH, i * stride:i * stride + WW].reshape(N, -1)
            out[:, :, j, i] = np.maximum(patch.dot(w_row.T) + b, 0)
    print('out', out.shape)
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    dx, dw, db = None, None, None
    x, w, b, conv_param = cache
    F, C, HH, WW = w.shape
    N, _, H, W = x.shape
    pad, stride = conv_param['pad'], conv_param['stride']
    xx = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), 'constant')
    dxx = np.zeros_like(xx)
    dw = np.zeros_like(w).reshape(F, -1)
    db = np.zeros_like(b)
    for j in xrange(dout.shape[2]):
        for i in xrange(dout.shape[3]):
            g = dout[:, :, j, i]
            patch = xx[:, :, j * stride:j * stride + HH, i * stride:i * stride + WW].reshape(N, -1)
            dw += g.T.dot(patch)
            db += g.sum(axis=0)
            dxx[:, :, j * stride:j * stride + HH, i * stride:i * stride + WW] += \
                g.dot(w.reshape(F, -1)).reshape(N, C, HH, WW)
    dw = dw.reshape(w.shape)
    dx = dxx[:, :, pad:H + pad, pad:W + pad]
    return dx, dw, db
