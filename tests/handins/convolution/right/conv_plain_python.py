import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    st, pd = conv_param["stride"], conv_param["pad"]
    X, K, B = x.tolist(), w.tolist(), b.tolist()
    N, C, H, W = x.shape
    F, _, R, S = w.shape
    oh, ow = (H + 2 * pd - R) // st + 1, (W + 2 * pd - S) // st + 1

    def pixel(n, c, i, j):
        return X[n][c][i][j] if 0 <= i < H and 0 <= j < W else 0.0

    out = [[[[B[f] + sum(K[f][c][r][s] * pixel(n, c, i * st + r - pd, j * st + s - pd)
                         for c in range(C) for r in range(R) for s in range(S))
              for j in range(ow)] for i in range(oh)] for f in range(F)] for n in range(N)]
    return out, [x, w, st, pd]


def conv_backward_naive(dout, cache):
    x, w, st, pd = cache
    N, C, H, W = x.shape
    F, _, R, S = w.shape
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), [0.0] * F
    for n in range(N):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    g = float(dout[n, f, i, j])
                    db[f] += g
                    for r in range(R):
                        for s in range(S):
                            a, q = i * st + r - pd, j * st + s - pd
                            if 0 <= a < H and 0 <= q < W:
                                dx[n, :, a, q] += g * w[f, :, r, s]
                                dw[f, :, r, s] += g * x[n, :, a, q]
    return dx, dw, db
