import numpy as np
def max_forward(x, y):
    out = np.maximum(x, y)
    return out, (x, y, out)
def max_backward(dout, cache):
    x, y, out = cache
    return dout * (x == out), dout * (y == out)
