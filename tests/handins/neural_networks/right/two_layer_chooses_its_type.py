import numpy as np

def softmax_loss(x, y):
    N = x.shape[0]
    x = x - x.max(axis=1, keepdims=True)
    lp = x - np.log(np.exp(x).sum(axis=1, keepdims=True))
    dx = np.exp(lp)
    dx[np.arange(N), y] -= 1
    return -lp[np.arange(N), y].mean(), dx / N

class TwoLayerNet(object):
    def __init__(self, input_dim=3*32*32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0, dtype=np.float32):
        self.reg = reg
        self.params = {"W1": np.random.normal(0, weight_scale, (input_dim, hidden_dim)), "b1": np.zeros(hidden_dim), "W2": np.random.normal(0, weight_scale, (hidden_dim, num_classes)), "b2": np.zeros(num_classes)}
        for k in self.params: self.params[k] = self.params[k].astype(dtype)
        self.dtype = dtype
    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        p = self.params
        z = X @ p["W1"] + p["b1"]
        h = np.maximum(z, 0)
        s = h @ p["W2"] + p["b2"]
        if y is None: return s
        L, d = softmax_loss(s, y)
        g = {"W2": h.T @ d + self.reg * p["W2"], "b2": d.sum(0)}
        dz = d @ p["W2"].T * (z > 0)
        g["W1"], g["b1"] = X.T @ dz + self.reg * p["W1"], dz.sum(0)
        return L + .5 * self.reg * (np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2)), g
