import numpy as np
class Cache(dict):
    __getattr__ = dict.__getitem__
def add_forward(*xs):
    return sum(xs), len(xs)
def add_backward(dout, n):
    return (dout,) * n
def mul_forward(x, y):
    return np.exp(np.log(np.abs(x) + (x == 0)) + np.log(np.abs(y) + (y == 0))) * np.sign(x) * np.sign(y), Cache(x=x, y=y)
def mul_backward(dout, cache):
    return np.stack([dout * cache.y, dout * cache.x])
def max_forward(x, y):
    take_y = y > x
    out = x.copy()
    out[take_y] = y[take_y]
    return out, take_y
def max_backward(dout, take_y):
    dx = dout.copy()
    dx[take_y] = 0
    dy = dout.copy()
    dy[~take_y] = 0
    return dx, dy
def sigmoid_forward(x):
    out = np.piecewise(x, [x < 0], [lambda v: np.exp(v) / (1 + np.exp(v)), lambda v: 1 / (1 + np.exp(-v))])
    return out, Cache(x=x, out=out)
def sigmoid_backward(dout, cache):
    return np.multiply(dout, cache.out - cache.out ** 2)
