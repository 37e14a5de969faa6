import math
import numpy as np


def affine_forward(x, w, b):
    N = x.shape[0]
    D, M = w.shape
    rows = x.reshape(N, D)
    out = np.zeros((N, M), dtype=x.dtype)
    for n in range(N):
        for m in range(M):
            s = 0.0
            for d in range(D):
                s += rows[n, d] * w[d, m]
            out[n, m] = s + b[m]
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    N, M = dout.shape
    rows = x.reshape(N, -1)
    dx, dw, db = np.zeros_like(rows), np.zeros_like(w), np.zeros_like(b)
    for n in range(N):
        for m in range(M):
            dx[n] += dout[n, m] * w[:, m]
            dw[:, m] += dout[n, m] * rows[n]
            db[m] += dout[n, m]
    return dx.reshape(x.shape), dw, db


def _each(f, *arrays):
    out = np.empty_like(arrays[0])
    for i in np.ndindex(*out.shape):
        out[i] = f(*(a[i] for a in arrays))
    return out


def relu_forward(x):
    return _each(lambda v: v if v > 0 else 0.0, x), x


def relu_backward(dout, x):
    return _each(lambda d, v: d if v > 0 else 0.0, dout, x)


def leaky_relu_forward(x, alpha=0.01):
    return _each(lambda v: v if v > 0 else alpha * v, x), (x, alpha)


def leaky_relu_backward(dout, cache):
    x, alpha = cache
    return _each(lambda d, v: d if v > 0 else alpha * d, dout, x)


def _sigmoid(v):
    return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))


def sigmoid_forward(x):
    return _each(_sigmoid, x), x


def sigmoid_backward(dout, x):
    return _each(lambda d, v: d * _sigmoid(v) * _sigmoid(-v), dout, x)


def tanh_forward(x):
    return _each(math.tanh, x), x


def tanh_backward(dout, x):
    return _each(lambda d, v: d * (1 - math.tanh(v) ** 2), dout, x)


def elu_forward(x, alpha=1.0):
    return _each(lambda v: v if v > 0 else alpha * (math.exp(v) - 1), x), (x, alpha)


def elu_backward(dout, cache):
    x, alpha = cache
    return _each(lambda d, v: d if v > 0 else d * alpha * math.exp(v), dout, x)


def maxout_forward(x, w1, b1, w2, b2):
    N, M = x.shape[0], w1.shape[1]
    out, winner = np.zeros((N, M), dtype=x.dtype), np.zeros((N, M), dtype=int)
    for n in range(N):
        for m in range(M):
            a = sum(x[n, d] * w1[d, m] for d in range(x.shape[1])) + b1[m]
            c = sum(x[n, d] * w2[d, m] for d in range(x.shape[1])) + b2[m]
            out[n, m] = max(a, c)
            winner[n, m] = 0 if a >= c else 1
    return out, (x, [w1, w2], winner)


def maxout_backward(dout, cache):
    x, ws, winner = cache
    dx, dws = np.zeros_like(x), [np.zeros_like(w) for w in ws]
    dbs = [np.zeros(w.shape[1], dtype=x.dtype) for w in ws]
    for n, m in np.ndindex(*dout.shape):
        k = winner[n, m]
        dx[n] += dout[n, m] * ws[k][:, m]
        dws[k][:, m] += dout[n, m] * x[n]
        dbs[k][m] += dout[n, m]
    return dx, dws[0], dbs[0], dws[1], dbs[1]


def svm_loss(x, y):
    N, C = x.shape
    loss, dx = 0.0, np.zeros_like(x)
    for i in range(N):
        for j in range(C):
            if j != y[i] and x[i, j] - x[i, y[i]] + 1 > 0:
                loss += (x[i, j] - x[i, y[i]] + 1) / N
                dx[i, j] += 1.0 / N
                dx[i, y[i]] -= 1.0 / N
    return loss, dx


def softmax_loss(x, y):
    N, C = x.shape
    loss, dx = 0.0, np.zeros_like(x)
    for i in range(N):
        top = max(x[i])
        total = sum(math.exp(v - top) for v in x[i])
        loss += (math.log(total) - (x[i, y[i]] - top)) / N
        for j in range(C):
            dx[i, j] = (math.exp(x[i, j] - top) / total - (j == y[i])) / N
    return loss, dx
