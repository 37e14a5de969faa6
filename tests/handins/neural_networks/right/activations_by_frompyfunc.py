import math
import numpy as np

def each(f):
    return np.frompyfunc(f, 1, 1)      # gives arrays of objects, each a float

def relu_forward(x):
    return each(lambda v: v if v > 0 else 0.0)(x), x

def relu_backward(dout, cache):
    return dout * each(lambda v: float(v > 0))(cache)

def tanh_forward(x):
    out = each(math.tanh)(x)
    return out, out

def tanh_backward(dout, cache):
    return dout * (1 - cache * cache)
