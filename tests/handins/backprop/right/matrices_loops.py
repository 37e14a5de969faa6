import math
import numpy as np

def matmul_backward(dout, X, W):
    N, D = X.shape
    M = W.shape[1]
    dX, dW = np.zeros((N, D)), np.zeros((D, M))
    for n in range(N):
        for d in range(D):
            for m in range(M):
                dX[n, d] += dout[n, m] * W[d, m]
                dW[d, m] += dout[n, m] * X[n, d]
    return dX, dW

def softmax_jacobian(scores):
    top = max(scores)
    e = [math.exp(s - top) for s in scores]
    p = [v / sum(e) for v in e]
    J = []
    for i in range(len(p)):
        J.append([p[i] * (1 - p[i]) if i == j else -p[i] * p[j] for j in range(len(p))])
    return J

def squared_norm(x, W):
    f = 0
    dx, dW = [0.0] * len(x), [[0.0] * len(x) for _ in W]
    for i, row in enumerate(W):
        q = sum(w * v for w, v in zip(row, x))
        f += q * q
        for j in range(len(x)):
            dx[j] += 2 * q * row[j]
            dW[i][j] = 2 * q * x[j]
    return f, dx, dW
