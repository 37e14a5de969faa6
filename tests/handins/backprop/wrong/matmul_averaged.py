def matmul_backward(dout, X, W):
    N = X.shape[0]
    return dout @ W.T, (X.T @ dout) / N
