import numpy as np

def add_forward(x, y):
    return x + y, (x.shape, y.shape)

def add_backward(dout, cache):
    shape_x, shape_y = cache
    return np.reshape(dout, shape_x), np.reshape(dout, shape_y)

def mul_forward(a, b):
    return a * b, np.stack([a, b])

def mul_backward(grad, cache):
    return tuple(grad * cache[::-1])

def max_forward(x, y):
    return np.fmax(x, y), x - y

def max_backward(dout, difference):
    return np.where(difference >= 0, dout, 0), np.where(difference < 0, dout, 0)

def sigmoid_forward(x):
    return np.exp(-np.logaddexp(0, -x)), x

def sigmoid_backward(dout, x):
    return dout * np.exp(-np.logaddexp(0, -x) - np.logaddexp(0, x))
