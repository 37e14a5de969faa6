import numpy as np


class ThreeLayerConvNet:
    def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7, hidden_dim=100, num_classes=10,
                 weight_scale=1e-3, reg=0.0, dtype=np.float32):
        self.reg, self.dtype = reg, dtype
        C, H, W = input_dim
        self.params = {
            'W1': np.random.normal(0, weight_scale, (num_filters, C, filter_size, filter_size)),
            'b1': np.zeros(num_filters),
            'W2': np.random.normal(0, weight_scale, (num_filters * (H // 2) * (W // 2), hidden_dim)),
            'b2': np.zeros(hidden_dim),
            'W3': np.random.normal(0, weight_scale, (hidden_dim, num_classes)),
            'b3': np.zeros(num_classes),
        }
        for k in self.params:
            self.params[k] = self.params[k].astype(dtype)

    def loss(self, X, y=None):
        P = self.params
        W1, W2, W3 = P['W1'], P['W2'], P['W3']
        F, C, K, _ = W1.shape
        pad = (K - 1) // 2
        N, _, H, W = X.shape
        xp = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        a = np.zeros((N, F, H, W), dtype=X.dtype)
        for i in range(K):
            for j in range(K):
                a += np.einsum('nchw,fc->nfhw', xp[:, :, i:i + H, j:j + W], W1[:, :, i, j])
        a += P['b1'][None, :, None, None]
        r = np.maximum(a, 0)
        blocks = r.reshape(N, F, H // 2, 2, W // 2, 2)
        pooled = blocks.max(axis=(3, 5))
        flat = pooled.reshape(N, -1)
        z2 = flat @ W2 + P['b2']
        h2 = np.maximum(z2, 0)
        scores = h2 @ W3 + P['b3']
        if y is None:
            return scores
        s = scores - scores.max(axis=1, keepdims=True)
        e = np.exp(s)
        Z = e.sum(axis=1, keepdims=True)
        data_loss = np.mean(np.log(Z).ravel() - s[np.arange(N), y])
        loss = data_loss + 0.5 * self.reg * (np.sum(W2 ** 2) + np.sum(W3 ** 2))
        ds = e / Z
        ds[np.arange(N), y] -= 1
        ds /= N
        grads = {}
        grads['W3'] = h2.T @ ds + self.reg * W3
        grads['b3'] = ds.sum(axis=0)
        dz2 = (ds @ W3.T) * (z2 > 0)
        grads['W2'] = flat.T @ dz2 + self.reg * W2
        grads['b2'] = dz2.sum(axis=0)
        dpool = (dz2 @ W2.T).reshape(pooled.shape)
        mask = blocks == pooled[:, :, :, None, :, None]
        mask = mask / mask.sum(axis=(3, 5), keepdims=True)
        dr = (mask * dpool[:, :, :, None, :, None]).reshape(r.shape)
        da = dr * (a > 0)
        grads['b1'] = da.sum(axis=(0, 2, 3))
        dW1 = np.zeros_like(W1)
        for i in range(K):
            for j in range(K):
                dW1[:, :, i, j] = np.einsum('nfhw,nchw->fc', da, xp[:, :, i:i + H, j:j + W])
        grads['W1'] = dW1 + self.reg * W1
        return loss, grads
