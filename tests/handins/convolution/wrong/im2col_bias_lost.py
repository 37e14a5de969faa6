import numpy as np

# no matrix at all: one tensordot per place inside the filter


def conv_forward_im2col(x, w, b, conv_param):
    s, p = conv_param['stride'], conv_param['pad']
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    oh = (xp.shape[2] - w.shape[2]) // s + 1
    ow = (xp.shape[3] - w.shape[3]) // s + 1
    acc = sum(
        np.tensordot(w[:, :, u, v], xp[:, :, u:u + (oh - 1) * s + 1:s, v:v + (ow - 1) * s + 1:s], axes=(1, 1))
        for u in range(w.shape[2]) for v in range(w.shape[3])
    )
    return acc.transpose(1, 0, 2, 3), dict(xp=xp, w=w, s=s, p=p)


def conv_backward_im2col(dout, cache):
    xp, w, s, p = cache['xp'], cache['w'], cache['s'], cache['p']
    oh, ow = dout.shape[2:]
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    for u, v in np.ndindex(*w.shape[2:]):
        place = (slice(None), slice(None), slice(u, u + (oh - 1) * s + 1, s), slice(v, v + (ow - 1) * s + 1, s))
        dw[:, :, u, v] = np.tensordot(dout, xp[place], axes=((0, 2, 3), (0, 2, 3)))
        dxp[place] += np.tensordot(w[:, :, u, v].T, dout, axes=(1, 1)).transpose(1, 0, 2, 3)
    bottom, right = xp.shape[2] - p, xp.shape[3] - p
    return dxp[:, :, p:bottom, p:right], dw, dout.sum((0, 2, 3))
