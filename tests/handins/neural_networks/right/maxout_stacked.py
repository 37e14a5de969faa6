import numpy as np


def maxout_forward(x, w1, b1, w2, b2):
    W = np.stack([w1, w2])
    B = np.stack([b1, b2])
    Z = np.einsum("nd,kdm->knm", x, W) + B[:, None, :]
    k = Z.argmax(axis=0)
    return np.take_along_axis(Z, k[None], axis=0)[0], (x, W, k)


def maxout_backward(dout, cache):
    x, W, k = cache
    dZ = np.zeros((2,) + dout.shape, dtype=dout.dtype)
    np.put_along_axis(dZ, k[None], dout[None], axis=0)
    dx = np.einsum("knm,kdm->nd", dZ, W)
    dW = np.einsum("nd,knm->kdm", x, dZ)
    dB = dZ.sum(axis=1)
    return dx, dW[0], dB[0], dW[1], dB[1]
