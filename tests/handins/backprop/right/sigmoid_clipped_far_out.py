import numpy as np
def sigmoid(z):
    return 1. / (1. + np.exp(-np.clip(z, -500, 500)))
def sigmoid_forward(x):
    return sigmoid(x), (x,)
def sigmoid_backward(dout, cache):
    (x,) = cache
    return dout * sigmoid(x) * sigmoid(-x)
