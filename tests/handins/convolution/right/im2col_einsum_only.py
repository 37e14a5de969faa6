import numpy as np


def conv_forward_im2col(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    win = np.lib.stride_tricks.sliding_window_view(xp, w.shape[-2:], (2, 3))[:, :, ::s, ::s]
    return np.einsum("ncxyhw,fchw->nfxy", win, w, optimize=True) + b.reshape(-1, 1, 1), (win, x.shape, w, s, p)


def conv_backward_im2col(dout, cache):
    win, shape, w, s, p = cache
    dw = np.einsum("nfxy,ncxyhw->fchw", dout, win, optimize=True)
    dwin = np.einsum("nfxy,fchw->hwncxy", dout, w, optimize=True)
    N, C, H, W = shape
    dxp = np.zeros((N, C, H + 2 * p, W + 2 * p))
    X, Y = dout.shape[2:]
    for h in range(w.shape[2]):
        for v in range(w.shape[3]):
            dxp[:, :, h:h + s * X:s, v:v + s * Y:s] += dwin[h, v]
    return dxp[:, :, p:H + p, p:W + p], dw, np.einsum("nfxy->f", dout)
