import numpy as np
def matmul_backward(dout, X, W):
    return np.einsum('nm,dm->nd', dout, W), np.einsum('nd,nm->dm', X, dout)
def softmax_jacobian(scores):
    z = np.exp(scores - scores.max())
    p = z / z.sum()
    return np.einsum('i,ij->ij', p, np.eye(p.size) - p)
def squared_norm(x, W):
    q = np.einsum('md,d->m', W, x)
    return np.einsum('m,m', q, q), 2 * np.einsum('m,md->d', q, W), 2 * np.einsum('m,d->md', q, x)
