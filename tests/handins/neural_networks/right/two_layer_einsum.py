import numpy as np


class TwoLayerNet:
    def __init__(self, input_dim=3072, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.reg = reg
        self.params = {}
        for i, shape in ((1, (input_dim, hidden_dim)), (2, (hidden_dim, num_classes))):
            self.params[f"W{i}"] = weight_scale * np.random.randn(*shape)
            self.params[f"b{i}"] = np.zeros(shape[1])

    def loss(self, X, y=None):
        X = X.reshape(X.shape[0], -1)
        W1, b1, W2, b2 = [self.params[k] for k in "W1 b1 W2 b2".split()]
        h = np.einsum("nd,dh->nh", X, W1) + b1
        mask = (h > 0).astype(float)
        h *= mask
        s = np.einsum("nh,hc->nc", h, W2) + b2
        if y is None:
            return s
        s -= s.max(axis=1, keepdims=True)
        e = np.exp(s)
        total = e.sum(axis=1, keepdims=True)
        hot = np.zeros_like(s)
        hot[np.arange(len(y)), y] = 1
        loss = np.sum(np.log(total)) / len(y) - np.sum(hot * s) / len(y)
        loss += self.reg / 2 * (np.vdot(W1, W1) + np.vdot(W2, W2))
        ds = (e / total - hot) / len(y)
        dh = np.einsum("nc,hc->nh", ds, W2) * mask
        grads = dict(
            W2=np.einsum("nh,nc->hc", h, ds) + self.reg * W2, b2=ds.sum(0), W1=np.einsum("nd,nh->dh", X, dh) + self.reg * W1,
            b1=dh.sum(0))
        return loss, grads
