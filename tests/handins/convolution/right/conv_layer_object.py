import numpy as np
from functools import partial
def _im2col(x, hh, ww, s, p):
    N, C, H, W = x.shape
    Ho, Wo = (H + 2 * p - hh) // s + 1, (W + 2 * p - ww) // s + 1
    img = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)], 'constant')
    col = np.zeros((N, C, hh, ww, Ho, Wo))
    for y in range(hh):
        for xx in range(ww):
            col[:, :, y, xx] = img[:, :, y:y + s * Ho:s, xx:xx + s * Wo:s]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * Ho * Wo, -1)
def _col2im(col, shape, hh, ww, s, p):
    N, C, H, W = shape
    Ho, Wo = (H + 2 * p - hh) // s + 1, (W + 2 * p - ww) // s + 1
    col = col.reshape(N, Ho, Wo, C, hh, ww).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * p + s - 1, W + 2 * p + s - 1))
    for y in range(hh):
        for xx in range(ww):
            img[:, :, y:y + s * Ho:s, xx:xx + s * Wo:s] += col[:, :, y, xx]
    return img[:, :, p:H + p, p:W + p]
class Convolution:
    def __init__(self, w, b, stride=1, pad=0):
        self.w, self.b, self.s, self.p = w, b, stride, pad
    def forward(self, x):
        self.x = x
        F, C, hh, ww = self.w.shape
        self.col = _im2col(x, hh, ww, self.s, self.p)
        N = x.shape[0]
        Ho = 1 + (x.shape[2] + 2 * self.p - hh) // self.s
        out = self.col @ self.w.reshape(F, -1).T + self.b
        return out.reshape(N, Ho, -1, F).transpose(0, 3, 1, 2)
    def backward(self, dout):
        F, C, hh, ww = self.w.shape
        d = dout.transpose(0, 2, 3, 1).reshape(-1, F)
        dw = (self.col.T @ d).T.reshape(F, C, hh, ww)
        return _col2im(d @ self.w.reshape(F, -1), self.x.shape, hh, ww, self.s, self.p), dw, d.sum(0)
def conv_forward_naive(x, w, b, conv_param):
    layer = Convolution(w, b, **conv_param)
    return layer.forward(x), layer
def conv_backward_naive(dout, cache):
    return cache.backward(dout)
conv_forward_im2col = conv_forward_naive
conv_backward_im2col = conv_backward_naive
