import numpy as np


def relu_forward(x):
    out = np.clip(x, 0, None)
    return out, out


def relu_backward(dout, out):
    return np.multiply(dout, out > 0)


def leaky_relu_forward(x, alpha=0.01):
    out = np.where(x > 0, x, x * alpha)
    return out, (out, alpha)


def leaky_relu_backward(dout, cache):
    out, alpha = cache
    return np.where(out > 0, dout, dout * alpha)


def elu_forward(x, alpha=1.0):
    with np.errstate(over="ignore"):
        out = np.where(x > 0, x, alpha * np.expm1(x))
    return out, (out, alpha)


def elu_backward(dout, cache):
    out, alpha = cache
    return dout * np.where(out > 0, 1.0, out + alpha).astype(dout.dtype)


def sigmoid_forward(x):
    out = np.reciprocal(1 + np.exp(-np.clip(x, -700 if x.dtype == np.float64 else -85, None)))
    return out, out


def sigmoid_backward(dout, out):
    return (out - out**2) * dout


def tanh_forward(x):
    out = 2 / (1 + np.exp(np.minimum(-2 * x, 80))) - 1
    return out, out


def tanh_backward(dout, out):
    return (1 - out**2) * dout
