import numpy as np
def add_forward(x, y):
    return x + y, (x, y)
def add_backward(dout, cache):
    x, y = cache
    return np.ones(x.shape), np.ones(y.shape)
def mul_forward(x, y):
    return x * y, (x, y)
def mul_backward(dout, cache):
    x, y = cache
    return y, x
def max_forward(x, y):
    return np.maximum(x, y), (x, y)
def max_backward(dout, cache):
    x, y = cache
    return (x >= y).astype(float), (x < y).astype(float)
def sigmoid_forward(x):
    s = 1 / (1 + np.exp(-x))
    return s, s
def sigmoid_backward(dout, s):
    return s * (1 - s)
