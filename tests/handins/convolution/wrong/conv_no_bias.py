from collections import namedtuple

import numpy as np

Cache = namedtuple("Cache", "xp w geometry")


def conv_forward_naive(x, w, b, conv_param):
    N, C, H, W = x.shape
    F, _, kh, kw = w.shape
    s, p = conv_param['stride'], conv_param['pad']
    xp = np.zeros((N, C, H + p + p, W + p + p), dtype=x.dtype)
    xp[:, :, p:H + p, p:W + p] = x
    oh, ow = (xp.shape[2] - kh) // s + 1, (xp.shape[3] - kw) // s + 1
    out = np.empty((N, F, oh, ow))
    out[...] = 0
    for u in range(kh):
        for v in range(kw):
            shifted = xp[:, :, u:u + s * oh:s, v:v + s * ow:s]
            out += (w[:, :, u, v] @ shifted.reshape(N, C, -1)).reshape(out.shape)
    return out, Cache(xp, w, (H, W, s, p))


def conv_backward_naive(dout, cache):
    xp, w, (H, W, s, p) = cache
    N, F, oh, ow = dout.shape
    dxp, dw = np.zeros_like(xp), np.empty_like(w)
    for u in range(w.shape[2]):
        for v in range(w.shape[3]):
            where = np.s_[:, :, u:u + s * oh:s, v:v + s * ow:s]
            dw[:, :, u, v] = np.einsum('nfij,ncij->fc', dout, xp[where])
            dxp[where] += np.einsum('nfij,fc->ncij', dout, w[:, :, u, v])
    return dxp[:, :, p:p + H, p:p + W], dw, dout.sum(axis=3).sum(axis=2).sum(axis=0)
