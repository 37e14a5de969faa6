import numpy as np
def matmul_backward(dout, X, W):
    dX = (dout[:, None, :] * W[None, :, :]).sum(axis=2)
    dW = (X[:, :, None] * dout[:, None, :]).sum(axis=0)
    return dX, dW
def softmax_jacobian(scores):
    diff = scores[None, :] - scores[:, None]
    with np.errstate(over='ignore'):
        p = 1.0 / np.exp(np.minimum(diff, 700)).sum(axis=1)
    return p[:, None] * (np.eye(len(p)) - p)
def squared_norm(x, W):
    q = np.asarray([np.vdot(row, x) for row in W])
    dq = q + q
    return np.array(np.vdot(q, q)), np.add.reduce(dq[:, None] * W), np.multiply.outer(dq, x)
