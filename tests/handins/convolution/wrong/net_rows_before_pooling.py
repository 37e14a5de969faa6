import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    stride = conv_param['stride']
    pad = conv_param['pad']
    Hout = int(1 + (H + 2 * pad - HH) / stride)
    Wout = int(1 + (W + 2 * pad - WW) / stride)
    out = np.zeros((N, F, Hout, Wout))
    xpad = np.pad(x, ((0,), (0,), (pad,), (pad,)), 'constant')
    for i in range(N):
        for k in range(F):
            for r in range(Hout):
                for c in range(Wout):
                    out[i, k, r, c] = np.sum(
                        xpad[i, :, r * stride:r * stride + HH, c * stride:c * stride + WW] * w[k]) + b[k]
    cache = (x, w, b, conv_param)
    return out, cache


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    stride, pad = conv_param['stride'], conv_param['pad']
    xpad = np.pad(x, ((0,), (0,), (pad,), (pad,)), 'constant')
    dxpad = np.zeros(xpad.shape)
    dw = np.zeros(w.shape)
    db = np.sum(dout, axis=(0, 2, 3))
    for i in range(N):
        for k in range(F):
            for r in range(dout.shape[2]):
                for c in range(dout.shape[3]):
                    rs, cs = r * stride, c * stride
                    dw[k] += xpad[i, :, rs:rs + HH, cs:cs + WW] * dout[i, k, r, c]
                    dxpad[i, :, rs:rs + HH, cs:cs + WW] += w[k] * dout[i, k, r, c]
    dx = dxpad[:, :, pad:pad + H, pad:pad + W]
    return dx, dw, db


def max_pool_forward_naive(x, pool_param):
    N, C, H, W = x.shape
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    out = np.zeros((N, C, (H - ph) // s + 1, (W - pw) // s + 1))
    for n in range(N):
        for c in range(C):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    out[n, c, i, j] = x[n, c, i * s:i * s + ph, j * s:j * s + pw].max()
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    dx = np.zeros_like(x)
    N, C, OH, OW = dout.shape
    for n in range(N):
        for c in range(C):
            for i in range(OH):
                for j in range(OW):
                    win = x[n, c, i * s:i * s + ph, j * s:j * s + pw]
                    mask = win == np.max(win)
                    dx[n, c, i * s:i * s + ph, j * s:j * s + pw] += mask * dout[n, c, i, j] / mask.sum()
    return dx


class ThreeLayerConvNet(object):
    """conv - relu - 2x2 max pool - affine - relu - affine - softmax"""

    def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7,
                 hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0,
                 dtype=np.float32):
        self.params = {}
        self.reg = reg
        self.dtype = dtype
        C, H, W = input_dim
        self.params['W1'] = np.random.normal(0, weight_scale, (num_filters, C, filter_size, filter_size))
        self.params['b1'] = np.zeros(num_filters)
        self.params['W2'] = np.random.normal(0, weight_scale, (num_filters * H * W, hidden_dim))
        self.params['b2'] = np.zeros(hidden_dim)
        self.params['W3'] = np.random.normal(0, weight_scale, (hidden_dim, num_classes))
        self.params['b3'] = np.zeros(num_classes)
        for k, v in self.params.items():
            self.params[k] = v.astype(dtype)

    def loss(self, X, y=None):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        W3, b3 = self.params['W3'], self.params['b3']
        conv_param = {'stride': 1, 'pad': (W1.shape[2] - 1) // 2}
        pool_param = {'pool_height': 2, 'pool_width': 2, 'stride': 2}
        a1, conv_cache = conv_forward_naive(X, W1, b1, conv_param)
        r1 = np.maximum(a1, 0)
        p1, pool_cache = max_pool_forward_naive(r1, pool_param)
        flat = p1.reshape(X.shape[0], -1)
        a2 = flat.dot(W2) + b2
        r2 = np.maximum(a2, 0)
        scores = r2.dot(W3) + b3
        if y is None:
            return scores
        N = X.shape[0]
        e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        probs = e / e.sum(axis=1, keepdims=True)
        logp = scores - np.max(scores, axis=1, keepdims=True) - np.log(e.sum(axis=1, keepdims=True))
        loss = -logp[np.arange(N), y].mean()
        loss += 0.5 * self.reg * sum(np.sum(W ** 2) for W in (W1, W2, W3))
        grads = {}
        ds = probs.copy()
        ds[np.arange(N), y] -= 1
        ds /= N
        grads['W3'] = r2.T.dot(ds) + self.reg * W3
        grads['b3'] = ds.sum(0)
        da2 = ds.dot(W3.T)
        da2[a2 <= 0] = 0
        grads['W2'] = flat.T.dot(da2) + self.reg * W2
        grads['b2'] = da2.sum(0)
        dp1 = da2.dot(W2.T).reshape(p1.shape)
        dr1 = max_pool_backward_naive(dp1, pool_cache)
        da1 = np.where(a1 > 0, dr1, 0)
        dX, grads['W1'], grads['b1'] = conv_backward_naive(da1, conv_cache)
        grads['W1'] += self.reg * W1
        return loss, grads
