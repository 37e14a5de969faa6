from builtins import range, object
import numpy as np
def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1).dot(w) + b, (x, w, b)
def affine_backward(dout, cache):
    x, w, b = cache
    return dout.dot(w.T).reshape(x.shape), x.reshape(x.shape[0], -1).T.dot(dout), np.sum(dout, axis=0)
def relu_forward(x):
    return np.maximum(0, x), x
def relu_backward(dout, cache):
    dx = dout.copy()
    dx[cache <= 0] = 0
    return dx
def softmax_loss(x, y):
    p = np.exp(x - np.max(x, axis=1, keepdims=True))
    p /= np.sum(p, axis=1, keepdims=True)
    N = x.shape[0]
    z = x - np.max(x, axis=1, keepdims=True)
    loss = -np.sum(z[np.arange(N), y] - np.log(np.sum(np.exp(z), axis=1))) / N
    dx = p.copy()
    dx[np.arange(N), y] -= 1
    return loss, dx
def my_conv_forward(x, w, b, conv_param):
    stride = conv_param['stride']; pad = conv_param['pad']
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), 'constant')
    Ho = int(1 + (H + 2 * pad - HH) / stride)
    Wo = int(1 + (W + 2 * pad - WW) / stride)
    out = np.zeros((N, F, Ho, Wo))
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                for j in range(Wo):
                    out[n, f, i, j] = np.sum(xp[n, :, i * stride:i * stride + HH, j * stride:j * stride + WW] * w[f]) + b[f]
    return out, (x, w, b, conv_param)
def my_conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride = conv_param['stride']; pad = conv_param['pad']
    N, F, Ho, Wo = dout.shape
    HH, WW = w.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), 'constant')
    dxp = np.zeros_like(xp); dw = np.zeros_like(w)
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                for j in range(Wo):
                    dw[f] += dout[n, f, i, j] * xp[n, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
                    dxp[n, :, i * stride:i * stride + HH, j * stride:j * stride + WW] += dout[n, f, i, j] * w[f]
    return dxp[:, :, pad:pad + x.shape[2], pad:pad + x.shape[3]], dw, np.sum(dout, axis=(0, 2, 3))
def my_max_pool_forward(x, pool_param):
    N, C, H, W = x.shape
    HH = pool_param['pool_height']; WW = pool_param['pool_width']; s = pool_param['stride']
    Ho = 1 + (H - HH) // s; Wo = 1 + (W - WW) // s
    out = np.zeros((N, C, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = np.amax(x[:, :, i * s:i * s + HH, j * s:j * s + WW], axis=(2, 3))
    return out, (x, pool_param)
def my_max_pool_backward(dout, cache):
    x, pool_param = cache
    HH = pool_param['pool_height']; WW = pool_param['pool_width']; s = pool_param['stride']
    dx = np.zeros(x.shape)
    N, C, Ho, Wo = dout.shape
    for n in range(N):
        for c in range(C):
            for i in range(Ho):
                for j in range(Wo):
                    a, b = np.unravel_index(np.argmax(x[n, c, i * s:i * s + HH, j * s:j * s + WW]), (HH, WW))
                    dx[n, c, i * s + a, j * s + b] += dout[n, c, i, j]
    return dx
class ThreeLayerConvNet(object):
    def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0, dtype=np.float32):
        self.params = {}
        self.reg = reg
        self.dtype = dtype
        C, H, W = input_dim
        self.params['W1'] = np.random.normal(0, weight_scale, (num_filters, C, filter_size, filter_size))
        self.params['b1'] = np.zeros(num_filters)
        self.params['W2'] = np.random.normal(0, weight_scale, (num_filters * H * W // 4, hidden_dim))
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
        a, c1 = my_conv_forward(X, W1, b1, conv_param)
        a, c2 = relu_forward(a)
        a, c3 = my_max_pool_forward(a, pool_param)
        a, c4 = affine_forward(a, W2, b2)
        a, c5 = relu_forward(a)
        scores, c6 = affine_forward(a, W3, b3)
        if y is None:
            return scores
        grads = {}
        loss, d = softmax_loss(scores, y)
        loss += self.reg * (np.sum(W1 * W1) + np.sum(W2 * W2) + np.sum(W3 * W3))
        d, grads['W3'], grads['b3'] = affine_backward(d, c6)
        d = relu_backward(d, c5)
        d, grads['W2'], grads['b2'] = affine_backward(d, c4)
        d = my_max_pool_backward(d, c3)
        d = relu_backward(d, c2)
        _, grads['W1'], grads['b1'] = my_conv_backward(d, c1)
        for k in 'W1', 'W2', 'W3':
            grads[k] += self.reg * self.params[k]
        return loss, grads
