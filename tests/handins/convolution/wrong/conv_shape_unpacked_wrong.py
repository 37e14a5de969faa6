from __future__ import print_function
from builtins import range
from past.builtins import xrange
import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    out = None
    #############################################################################
    # Implement the convolutional forward pass.                                 #
    #############################################################################
    (N, C, W, H), (F, C, WW, HH) = x.shape, w.shape
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
            out[:, :, j, i] = patch.dot(w_row.T) + b
    print('out', out.shape)
    return out, (x, w, b, conv_param)
