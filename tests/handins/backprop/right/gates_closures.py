import numpy as np

# the cache is a function from dout to the gradients

def add_forward(x, y):
    return np.add(x, y), lambda g: (g, g)

def mul_forward(x, y):
    return x * y, lambda g: (g * y, g * x)

def max_forward(x, y):
    larger = np.sign(x - y)
    return (x + y + abs(x - y)) / 2, lambda g: (g * (1 + larger) / 2, g * (1 - larger) / 2)

def add_backward(dout, cache):
    return cache(dout)

mul_backward = add_backward
max_backward = add_backward

def sigmoid_forward(x):
    out = 0.5 * (1 + np.tanh(0.5 * x))
    return out, lambda g: g * (out - out ** 2)

def sigmoid_backward(dout, cache):
    return cache(dout)
