import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _windows(x, HH, WW, s, p):
    x = np.pad(x, [(0, 0)] * 2 + [(p, p)] * 2)
    return sliding_window_view(x, (HH, WW), axis=(-2, -1))[..., ::s, ::s, :, :]


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    win = _windows(x, *w.shape[2:], s, p)
    out = np.einsum("ncijkl,fckl->nfij", win, w) + b[None, :, None, None]
    return out, {"x": x, "w": w, "s": s, "p": p}


def conv_backward_naive(dout, cache):
    x, w, s, p = (cache[k] for k in "xwsp")
    HH, WW = w.shape[2:]
    win = _windows(x, HH, WW, s, p)
    dw = np.einsum("nfij,ncijkl->fckl", dout, win) / len(x)
    db = np.einsum("nfij->f", dout)
    contrib = np.einsum("nfij,fckl->ncijkl", dout, w)
    big = np.zeros((x.shape[0], x.shape[1], x.shape[2] + 2 * p, x.shape[3] + 2 * p))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            big[:, :, i * s:i * s + HH, j * s:j * s + WW] += contrib[:, :, i, j]
    end_h, end_w = big.shape[2] - p, big.shape[3] - p
    return big[:, :, p:end_h, p:end_w], dw, db
