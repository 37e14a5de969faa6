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
    xp = np.ascontiguousarray(np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode='edge'))
    out = np.tensordot(patches(xp, w.shape[2], w.shape[3], s), w, axes=((3, 4, 5), (1, 2, 3))) + b
    return np.moveaxis(out, -1, 1), (xp, x.shape, w, p, s)
