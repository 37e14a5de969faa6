import numpy as np


def activation(f, df):
    def forward(x, *a):
        return f(x, *a), (x, a)

    def backward(dout, cache):
        x, a = cache
        return dout * df(x, *a)

    return forward, backward


def _sigma(x):
    return np.exp(-np.logaddexp(0, -x))


elu_forward, elu_backward = activation(lambda x, a=1.0: np.where(x > 0, x, a * np.expm1(np.minimum(x, 0))),
                                       lambda x, a=1.0: np.where(x > 0, 1, a * np.exp(np.minimum(x, 0))))
leaky_relu_forward, leaky_relu_backward = activation(lambda x, a=0.01: np.where(x < 0, a * x, x), lambda x, a=0.01: np.where(x < 0, a, 1.0))
sigmoid_forward, sigmoid_backward = activation(_sigma, lambda x: _sigma(x) * _sigma(-x))
tanh_forward, tanh_backward = activation(np.tanh, lambda x: 1 - np.tanh(x) ** 2)
