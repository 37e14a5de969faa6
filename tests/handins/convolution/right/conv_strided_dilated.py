"""as_strided forward; dx as a full correlation of the dilated dout with the flipped filters"""
import numpy as np
from numpy.lib.stride_tricks import as_strided


def patches(x, hh, ww, s):
    n, c, h, w = x.shape
    a, d, e, f = x.strides
    oh, ow = (h - hh) // s + 1, (w - ww) // s + 1
    return as_strided(x, (n, oh, ow, c, hh, ww), (a, e * s, f * s, d, e, f), writeable=False)


def conv_forward_naive(x, w, b, conv_param):
    p, s = conv_param['pad'], conv_param['stride']
    xp = np.ascontiguousarray(np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))))
    out = np.tensordot(patches(xp, w.shape[2], w.shape[3], s), w, axes=((3, 4, 5), (1, 2, 3))) + b
    return np.moveaxis(out, -1, 1), (xp, x.shape, w, p, s)


def conv_backward_naive(dout, cache):
    xp, xshape, w, p, s = cache
    F, C, HH, WW = w.shape
    pt = patches(xp, HH, WW, s)
    dw = np.tensordot(dout, pt, axes=((0, 2, 3), (0, 1, 2)))
    db = dout.sum((0, 2, 3))
    N, _, oh, ow = dout.shape
    dil = np.zeros((N, F, (oh - 1) * s + 1, (ow - 1) * s + 1))
    dil[:, :, ::s, ::s] = dout
    dil = np.pad(dil, ((0, 0), (0, 0), (HH - 1, HH - 1), (WW - 1, WW - 1)))
    flipped = w[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    part = np.moveaxis(np.tensordot(patches(dil, HH, WW, 1), flipped, axes=((3, 4, 5), (1, 2, 3))), -1, 1)
    dxp = np.zeros_like(xp)
    dxp[:, :, :part.shape[2], :part.shape[3]] = part
    H, W = xshape[2:]
    return dxp[:, :, p:p + H, p:p + W].copy(), dw, db
