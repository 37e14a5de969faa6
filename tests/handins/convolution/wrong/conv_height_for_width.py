import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    """Loop over the output pixels, all images and filters at once."""
    pad, stride = conv_param.get('pad', 0), conv_param.get('stride', 1)
    x_p = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant', constant_values=0)
    H_ = 1 + (x.shape[2] + 2 * pad - w.shape[2]) // stride
    W_ = 1 + (x.shape[2] + 2 * pad - w.shape[2]) // stride
    out = np.zeros((x.shape[0], w.shape[0], H_, W_))
    for i in range(H_):
        for j in range(W_):
            window = x_p[:, :, i*stride:i*stride+w.shape[2], j*stride:j*stride+w.shape[3]]
            for f in range(w.shape[0]):
                out[:, f, i, j] = np.sum(window * w[f, :, :, :], axis=(1, 2, 3))
    out = out + b[None, :, None, None]
    return out, (x, w, b, conv_param)
