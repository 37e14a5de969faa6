import numpy as np
def sigmoid_forward(x):
    e = np.exp(x)
    return e / (1 + e), x
def sigmoid_backward(dout, x):
    e = np.exp(-x)
    return dout * e / (1 + e) ** 2
