import math

import numpy as np


def softmax_loss_naive(W, X, y, reg):
    N = len(X)
    D = len(W)
    C = len(W[0])
    dW = [[0.0] * C for _ in range(D)]
    loss = 0.0
    for n in range(N):
        s = []
        for c in range(C):
            s.append(sum(W[d][c] * X[n][d] for d in range(D)))
        biggest = max(s)
        e = [math.exp(v - biggest) for v in s]
        z = sum(e)
        loss = loss + math.log(z) - (s[y[n]] - biggest)
        for c in range(C):
            g = e[c] / z
            if c == y[n]:
                g -= 1
            for d in range(D):
                dW[d][c] += g * X[n][d] / N
    penalty = 0.0
    for d in range(D):
        for c in range(C):
            penalty += W[d][c] ** 2
            dW[d][c] += 2 * reg * W[d][c]
    return float(loss / N + reg * penalty), np.array(dW)
