import numpy as np

def add_forward(x, y):
    return x + y, {}

def add_backward(dout, cache):
    return dout, dout

def mul_forward(x, y):
    cache = {'x': x, 'y': y}
    return np.multiply(x, y), cache

def mul_backward(dout, cache):
    return cache['y'] * dout, cache['x'] * dout

def max_forward(x, y):
    mask = (x >= y)
    return np.where(mask, x, y), {'mask': mask}

def max_backward(dout, cache):
    dx = np.zeros_like(dout)
    dy = np.zeros_like(dout)
    dx[cache['mask']] = dout[cache['mask']]
    dy[~cache['mask']] = dout[~cache['mask']]
    return dx, dy

def sigmoid_forward(x):
    s = 1 / (1 + np.exp(-x))
    return s, {'s': s}

def sigmoid_backward(dout, cache):
    s = cache['s']
    return s * (1 - s) * dout
