def matmul_backward(dout, X, W):
    dW = X.T.dot(dout)
    dX = dout.dot(W.T)
    return dW, dX
