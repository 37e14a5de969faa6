import numpy as np
def max_forward(x, y):
    return max(x.max(), y.max()), (x, y)
def max_backward(dout, cache):
    x, y = cache
    return dout * (x > y), dout * (y >= x)
