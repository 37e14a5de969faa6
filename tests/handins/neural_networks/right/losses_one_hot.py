import numpy as np


def svm_loss(x, y):
    N, C = x.shape
    hot = np.eye(C, dtype=x.dtype)[y]
    m = np.clip(x - (x * hot).sum(1, keepdims=True) + 1, 0, None) * (1 - hot)
    on = np.sign(m)
    return m.sum(1).mean(), (on - hot * on.sum(1, keepdims=True)) / N


def softmax_loss(x, y):
    lse = np.logaddexp.reduce(x, axis=1, keepdims=True)
    hot = np.equal.outer(y, np.arange(x.shape[1]))
    return float(np.mean(lse[:, 0] - x[hot])), (np.exp(x - lse) - hot) / x.shape[0]
