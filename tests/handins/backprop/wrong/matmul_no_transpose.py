import numpy as np
def matmul_backward(dout, X, W):
    dX = np.dot(dout, W)
    dW = np.dot(X, dout)
    return dX, dW
