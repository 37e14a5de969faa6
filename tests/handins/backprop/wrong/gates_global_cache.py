import numpy as np
saved = {}
def mul_forward(x, y):
    saved['x'], saved['y'] = x, y
    return x * y, None
def mul_backward(dout, cache):
    return dout * saved['y'], dout * saved['x']
def max_forward(x, y):
    saved['mask'] = x >= y
    return np.where(x >= y, x, y), saved
def max_backward(dout, cache):
    return dout * cache['mask'], dout * ~cache['mask']
def sigmoid_forward(x):
    global last
    last = 1 / (1 + np.exp(-x))
    return last, ()
def sigmoid_backward(dout, cache):
    return dout * last * (1 - last)
