def matmul_backward(dout, X, W):
    return dout.dot(W.T), dout.T.dot(X)
