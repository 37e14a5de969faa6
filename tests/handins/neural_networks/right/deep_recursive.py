import numpy as np


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3072, num_classes=10, reg=0.0, weight_scale=1e-2, dtype=np.float64, seed=None):
        rng = np.random.default_rng(seed)
        self.reg, self.dtype = reg, dtype
        sizes = (input_dim, *hidden_dims, num_classes)
        self.depth = len(sizes) - 1
        self.params = {}
        for k, (m, n) in enumerate(zip(sizes[:-1], sizes[1:]), start=1):
            self.params[f"W{k}"] = rng.standard_normal((m, n)).astype(dtype) * weight_scale
            self.params[f"b{k}"] = np.zeros((n,), dtype)

    def _go(self, h, k, y, grads):
        """Layer k and everything above it; returns loss and the gradient by h."""
        W, b = self.params[f"W{k}"], self.params[f"b{k}"]
        z = h @ W + b
        if k == self.depth:
            if y is None:
                return z, None
            e = z - z.max(1, keepdims=True)
            logp = e - np.log(np.exp(e).sum(1, keepdims=True))
            n = np.arange(y.size)
            loss = -logp[n, y].mean()
            dz = np.exp(logp)
            dz[n, y] -= 1
            dz = dz / y.size
        else:
            loss, da = self._go(np.maximum(z, 0), k + 1, y, grads)
            if y is None:
                return loss, None
            dz = da * (z > 0)
        grads[f"W{k}"] = h.T @ dz + self.reg * W
        grads[f"b{k}"] = dz.sum(0)
        return loss + 0.5 * self.reg * np.vdot(W, W), dz @ W.T

    def loss(self, X, y=None):
        grads = {}
        result, _ = self._go(X, 1, y, grads)
        return result if y is None else (result, grads)
