import numpy as np
def add_forward(x, y):
    return x + y, None
def add_backward(dout, cache):
    pass
def mul_forward(x, y):
    return x * y
def mul_backward(dout, cache):
    x, y = cache
    return dout * y, dout * x
def sigmoid_forward(x):
    return 1 / (1 + np.exp(-x)), None
def sigmoid_backward(dout, cache):
    raise NotImplementedError
