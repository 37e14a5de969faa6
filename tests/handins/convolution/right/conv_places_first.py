import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    """Loop over the output pixels, all images and filters at once."""
    pad, stride = conv_param.get('pad', 0), conv_param.get('stride', 1)
    x_p = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant', constant_values=0)
    H_ = 1 + (x.shape[2] + 2 * pad - w.shape[2]) // stride
    W_ = 1 + (x.shape[3] + 2 * pad - w.shape[3]) // stride
    out = np.zeros((x.shape[0], w.shape[0], H_, W_))
    for i in range(H_):
        for j in range(W_):
            window = x_p[:, :, i*stride:i*stride+w.shape[2], j*stride:j*stride+w.shape[3]]
            for f in range(w.shape[0]):
                out[:, f, i, j] = np.sum(window * w[f, :, :, :], axis=(1, 2, 3))
    out = out + b[None, :, None, None]
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    pad, stride = conv_param.get('pad', 0), conv_param.get('stride', 1)
    x_p = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant', constant_values=0)
    dx_p, dw, db = np.zeros_like(x_p), np.zeros_like(w), np.sum(dout, axis=(0, 2, 3))
    N, F, H_, W_ = dout.shape
    for i in range(H_):
        for j in range(W_):
            window = x_p[:, :, i*stride:i*stride+w.shape[2], j*stride:j*stride+w.shape[3]]
            for f in range(F):
                dw[f] += np.sum(window * dout[:, f, i, j][:, None, None, None], axis=0)
            for n in range(N):
                dx_p[n, :, i*stride:i*stride+w.shape[2], j*stride:j*stride+w.shape[3]] += np.sum(
                    w * dout[n, :, i, j][:, None, None, None], axis=0)
    dx = dx_p[:, :, pad:-pad, pad:-pad] if pad > 0 else dx_p
    return dx, dw, db
