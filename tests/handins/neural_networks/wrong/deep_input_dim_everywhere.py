import numpy as np


def affine(x, w, b):
    return x @ w + b


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, reg=0.0, weight_scale=1e-2, dtype=np.float64):
        self.reg = reg
        self.num_layers = len(hidden_dims) + 1
        self.params = {}
        dims = [input_dim] + list(hidden_dims) + [num_classes]
        for i in range(self.num_layers):
            self.params['W%d' % (i + 1)] = (weight_scale * np.random.randn(dims[0], dims[i + 1])).astype(dtype)
            self.params['b%d' % (i + 1)] = np.zeros(dims[i + 1], dtype=dtype)

    def loss(self, X, y=None):
        L = self.num_layers
        h = X.reshape(X.shape[0], -1)
        inputs, pre = [], []
        for l in range(1, L + 1):
            inputs.append(h)
            z = affine(h, self.params[f'W{l}'], self.params[f'b{l}'])
            pre.append(z)
            h = np.maximum(z, 0) if l < L else z
        scores = h
        if y is None:
            return scores
        N = len(y)
        s = scores - np.max(scores, axis=1, keepdims=True)
        p = np.exp(s)
        Z = p.sum(axis=1, keepdims=True)
        loss = (np.log(Z[:, 0]) - s[range(N), y]).mean()
        d = p / Z
        d[range(N), y] -= 1
        d /= N
        grads = {}
        for l in range(L, 0, -1):
            W = self.params[f'W{l}']
            loss += 0.5 * self.reg * np.sum(W * W)
            if l < L:
                d = d * (pre[l - 1] > 0)
            grads[f'W{l}'] = inputs[l - 1].T @ d + self.reg * W
            grads[f'b{l}'] = d.sum(axis=0)
            d = d @ W.T
        return loss, grads
