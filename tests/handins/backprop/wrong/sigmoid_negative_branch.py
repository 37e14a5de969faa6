import numpy as np
def sigmoid_forward(x):
    out = np.zeros(x.shape)
    neg = x < 0
    out[~neg] = 1 / (1 + np.exp(-x[~neg]))
    out[neg] = np.exp(x[neg]) / (1 + np.exp(-x[neg]))
    return out, out
def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)
