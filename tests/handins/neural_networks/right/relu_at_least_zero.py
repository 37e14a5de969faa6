import numpy as np


def relu_forward(x):
    out = x * (x >= 0)
    return out, x


def relu_backward(dout, cache):
    return dout * (cache >= 0)


def leaky_relu_forward(x, alpha=0.01):
    return np.maximum(x, alpha * x), (x >= 0, alpha)


def leaky_relu_backward(dout, cache):
    mask, alpha = cache
    return dout * mask + alpha * dout * ~mask


def elu_forward(x, alpha=1.0):
    return np.where(x >= 0, x, alpha * (np.exp(np.clip(x, None, 0)) - 1)), (x, alpha)


def elu_backward(dout, cache):
    x, alpha = cache
    return np.where(x >= 0, dout, dout * alpha * np.exp(np.clip(x, None, 0)))
