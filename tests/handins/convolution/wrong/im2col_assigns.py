import numpy as np


def im2col(x, HH, WW, stride, pad):
    C, H, W = x.shape
    x = np.pad(x, ((0, 0), (pad, pad), (pad, pad)))
    oh, ow = (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1
    cols = np.empty((C, HH, WW, oh, ow))
    for y in range(HH):
        for z in range(WW):
            cols[:, y, z] = x[:, y:y + stride * oh:stride, z:z + stride * ow:stride]
    return cols.reshape(C * HH * WW, oh * ow), oh, ow


def col2im(cols, shape, HH, WW, stride, pad, oh, ow):
    C, H, W = shape
    cols = cols.reshape(C, HH, WW, oh, ow)
    x = np.zeros((C, H + 2 * pad, W + 2 * pad))
    for y in range(HH):
        for z in range(WW):
            x[:, y:y + stride * oh:stride, z:z + stride * ow:stride] = cols[:, y, z]
    return x[:, pad:H + pad, pad:W + pad]


def conv_forward_im2col(x, w, b, conv_param):
    s, p = conv_param['stride'], conv_param['pad']
    F, C, HH, WW = w.shape
    outs, saved = [], []
    for image in x:
        cols, oh, ow = im2col(image, HH, WW, s, p)
        saved.append(cols)
        outs.append((w.reshape(F, -1) @ cols + b[:, None]).reshape(F, oh, ow))
    return np.stack(outs), (x.shape, w, s, p, saved, oh, ow)


def conv_backward_im2col(dout, cache):
    xs, w, s, p, saved, oh, ow = cache
    F, C, HH, WW = w.shape
    dx, dw, db = np.zeros(xs), np.zeros((F, C * HH * WW)), np.zeros(F)
    for n, cols in enumerate(saved):
        g = dout[n].reshape(F, -1)
        dw += g @ cols.T
        db += g.sum(1)
        dx[n] = col2im(w.reshape(F, -1).T @ g, xs[1:], HH, WW, s, p, oh, ow)
    return dx, dw.reshape(w.shape), db
