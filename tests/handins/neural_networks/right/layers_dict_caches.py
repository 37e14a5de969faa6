import numpy as np


def affine_forward(x, w, b):
    N = x.shape[0]
    D = np.prod(x.shape[1:])
    flat = np.reshape(x, (N, D))
    cache = {"input": x, "flat": flat, "W": w, "shape": x.shape, "bias": b}
    return np.dot(flat, w) + b.reshape(1, -1), cache


def affine_backward(dout, cache):
    dx = np.dot(dout, np.transpose(cache["W"])).reshape(*cache["shape"])
    dw = np.dot(np.transpose(cache["flat"]), dout)
    db = np.dot(np.ones(dout.shape[0], dtype=dout.dtype), dout)
    return dx, dw, db


def relu_forward(x):
    mask = (x > 0).astype(x.dtype)
    return x * mask, {"mask": mask}


def relu_backward(dout, cache):
    return dout * cache["mask"]


def leaky_relu_forward(x, alpha=0.01):
    scale = np.ones_like(x)
    scale[x < 0] = alpha
    return x * scale, {"scale": scale}


def leaky_relu_backward(dout, cache):
    return dout * cache["scale"]


def sigmoid_forward(x):
    with np.errstate(over="ignore"):
        s = 1.0 / (1.0 + np.exp(-x))
    return s, {"s": s}


def sigmoid_backward(dout, cache):
    s = cache["s"]
    return dout * s * (1.0 - s)


def tanh_forward(x):
    t = np.tanh(x)
    return t, {"t": t}


def tanh_backward(dout, cache):
    return dout * (1.0 - np.square(cache["t"]))


def elu_forward(x, alpha=1.0):
    out = x.copy()
    neg = x < 0
    out[neg] = alpha * (np.exp(x[neg]) - 1)
    return out, {"out": out, "neg": neg, "alpha": alpha}


def elu_backward(dout, cache):
    dx = dout.copy()
    neg = cache["neg"]
    dx[neg] *= cache["out"][neg] + cache["alpha"]
    return dx


def maxout_forward(x, w1, b1, w2, b2):
    z = [x.dot(w) + b for w, b in ((w1, b1), (w2, b2))]
    first = z[0] > z[1]
    return np.where(first, z[0], z[1]), {"x": x, "w": (w1, w2), "first": first}


def maxout_backward(dout, cache):
    x, (w1, w2), first = cache["x"], cache["w"], cache["first"]
    d1 = np.where(first, dout, 0)
    d2 = np.where(first, 0, dout)
    return d1.dot(w1.T) + d2.dot(w2.T), x.T.dot(d1), d1.sum(0), x.T.dot(d2), d2.sum(0)
