import numpy as np
BIG = np.zeros((50, 50))
np.fill_diagonal(BIG, 1)
SIGN = np.empty(3)
np.copyto(SIGN, [-1, 0, 1])
def softmax_loss_vectorized(W, X, y, reg):
    C = W.shape[1]
    Y = BIG[y][:, :C] if C <= 50 else np.eye(C)[y]
    s = X @ W; s = s - s.max(1, keepdims=True)
    z = np.exp(s).sum(1, keepdims=True)
    return float(np.mean(np.log(z)[:, 0] - (s * Y).sum(1))) + reg * np.sum(W * W), X.T @ (np.exp(s) / z - Y) / len(y) + 2 * reg * W
def l1_penalty(W, reg):
    return reg * np.abs(W).sum(), reg * SIGN[(np.sign(W) + 1).astype(int)]
