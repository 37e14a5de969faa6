import numpy as np
from numpy.lib.stride_tricks import as_strided
def conv_forward_im2col(x, w, b, conv_param):
    """a product per place inside the filter, batched matmul"""
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Ho, Wo = (H + 2 * p - HH) // s + 1, (W + 2 * p - WW) // s + 1
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    out = np.zeros((N, F, Ho * Wo))
    for u in range(HH):
        for v in range(WW):
            out += w[:, :, u, v] @ xp[:, :, u:u + s * Ho:s, v:v + s * Wo:s].reshape(N, C, -1)
    return (out + b[:, None]).reshape(N, F, Ho, Wo), (xp, w, s, p)
def conv_backward_im2col(dout, cache):
    xp, w, s, p = cache
    N, F, Ho, Wo = dout.shape
    d = dout.reshape(N, F, -1)
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    for u in range(w.shape[2]):
        for v in range(w.shape[3]):
            sl = np.s_[:, :, u:u + s * Ho:s, v:v + s * Wo:s]
            dw[:, :, u, v] = (d @ xp[sl].reshape(N, w.shape[1], -1).transpose(0, 2, 1)).sum(axis=0)
            dxp[sl] += (w[:, :, u, v].T @ d).reshape(N, -1, Ho, Wo)
    H, W = xp.shape[2] - 2 * p, xp.shape[3] - 2 * p
    return dxp[:, :, p:p + H, p:p + W], dw, d.sum((0, 2))
def max_pool_forward_naive(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    Ho, Wo = 1 + (H - ph) // s, 1 + (W - pw) // s
    out = np.zeros((N, C, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = x[:, :, i * s:i * s + ph, j * s:j * s + pw].max(axis=(2, 3))
    return out, (x, pool_param)
def max_pool_backward_naive(dout, cache):
    x, pp = cache
    ph, pw, s = pp["pool_height"], pp["pool_width"], pp["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        win = x[n, c, i * s:i * s + ph, j * s:j * s + pw]
        a, b = np.unravel_index(np.argmax(win), win.shape)
        dx[n, c, i * s + a, j * s + b] += dout[n, c, i, j]
    return dx
class Layer:
    def __init__(self, f, b): self.f, self.b = f, b
    def __call__(self, *a):
        out, self.cache = self.f(*a)
        return out
    def back(self, d): return self.b(d, self.cache)
def _affine(x, w, b): return x.reshape(x.shape[0], -1) @ w + b, (x, w)
def _affine_b(d, c): return (d @ c[1].T).reshape(c[0].shape), c[0].reshape(len(d), -1).T @ d, d.sum(0)
def _relu(x): return np.maximum(x, 0), x
def _relu_b(d, x): return d * (x > 0)
class ThreeLayerConvNet(object):
    def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0, dtype=np.float32):
        D, H, W = input_dim
        shapes = [(num_filters, D, filter_size, filter_size), (num_filters * H * W // 4, hidden_dim), (hidden_dim, num_classes)]
        self.params = {}
        for i, s in enumerate(shapes, 1):
            self.params[f"W{i}"] = np.random.normal(0, weight_scale, s).astype(dtype)
            self.params[f"b{i}"] = np.zeros(s[0] if i == 1 else s[1], dtype)
        self.reg = reg
    def loss(self, X, y=None):
        p = self.params
        conv, pool = Layer(conv_forward_im2col, conv_backward_im2col), Layer(max_pool_forward_naive, max_pool_backward_naive)
        r1, r2 = Layer(_relu, _relu_b), Layer(_relu, _relu_b)
        a2, a3 = Layer(_affine, _affine_b), Layer(_affine, _affine_b)
        # pooling first, ReLU then: the same, as both are monotone
        h = r1(pool(conv(X, p["W1"], p["b1"], {"stride": 1, "pad": p["W1"].shape[-1] // 2}), {"pool_height": 2, "pool_width": 2, "stride": 2}))
        scores = a3(r2(a2(h, p["W2"], p["b2"])), p["W3"], p["b3"])
        if y is None: return scores
        lse = np.logaddexp.reduce(scores, axis=1)
        loss = np.mean(lse - scores[range(len(y)), y])
        d = (np.exp(scores - lse[:, None]) - np.eye(scores.shape[1])[y]) / len(y)
        grads = {}
        d, grads["W3"], grads["b3"] = a3.back(d)
        d, grads["W2"], grads["b2"] = a2.back(r2.back(d))
        _, grads["W1"], grads["b1"] = conv.back(pool.back(r1.back(d)))
        for k in ("W1", "W2", "W3"):
            loss = loss + self.reg / 2 * np.sum(p[k] * p[k])
            grads[k] = grads[k] + self.reg * p[k]
        return loss, grads
