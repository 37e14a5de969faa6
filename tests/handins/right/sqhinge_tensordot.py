import numpy as np


def squared_hinge_loss(W, X, y, reg):
    num = len(X)
    idx = (np.arange(num), y)
    z = np.tensordot(X, W, axes=1)
    z = z - z[idx][:, None] + 1
    z[idx] = 0
    z[z < 0] = 0
    loss = np.tensordot(z, z) / num          # axes=2 is the default: sum of all products
    z[idx] = -z.sum(1)
    g = np.tensordot(X, z, axes=([0], [0])) * 2 / num
    loss = loss + reg * np.tensordot(W, W, axes=2)
    g = g + 2 * reg * W
    return loss, g
