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
            out[:, :, j, i] = patch.dot(w_row.T) + b
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


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1).dot(w) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    return dout.dot(w.T).reshape(x.shape), x.reshape(x.shape[0], -1).T.dot(dout), dout.sum(axis=0)


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


def softmax_loss(x, y):
    shifted = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted), axis=1, keepdims=True)
    log_probs = shifted - np.log(Z)
    probs = np.exp(log_probs)
    N = x.shape[0]
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx
