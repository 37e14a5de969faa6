import numpy as np

# "vectorized" here = no loop over the images. C is only 10 so looping over classes is fine (asked on the forum)


def svm_loss_vectorized(W, X, y, reg):
    D, C = W.shape
    N = X.shape[0]
    loss = 0.0
    dW = np.zeros((D, C))
    f = np.dot(X, W)
    fy = f[range(N), y]
    how_many = np.zeros(N)
    for c in range(C):
        margin = f[:, c] - fy + 1
        margin[y == c] = 0
        pos = margin > 0
        loss += margin[pos].sum()
        dW[:, c] += X[pos].sum(axis=0)
        how_many += pos
    for c in range(C):
        mine = y == c
        dW[:, c] -= how_many[mine].dot(X[mine])
    loss = loss / N + reg * np.linalg.norm(W) ** 2
    dW = dW / N + 2 * reg * W
    return loss, dW
