import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param['stride'], conv_param['pad']
    ph, pw = p if isinstance(p, tuple) else (p, p)
    xp = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    N, F = x.shape[0], w.shape[0]
    HH, WW = w.shape[2:]
    oh, ow = (xp.shape[2] - HH) // s + 1, (xp.shape[3] - WW) // s + 1
    out = np.zeros((N, F, oh, ow))
    for i in range(oh):
        for j in range(ow):
            out[:, :, i, j] = np.tensordot(xp[:, :, i * s:i * s + HH, j * s:j * s + WW], w, ([1, 2, 3], [1, 2, 3])) + b
    return out, None


def apply_filter(image, kernel):
    planes = image[:, :, None] if image.ndim == 2 else image
    x = planes.transpose(2, 0, 1)[:, None].astype(float)
    out, _ = conv_forward_naive(x, kernel[None, None], np.zeros(1),
                                {'stride': 1, 'pad': (kernel.shape[0] // 2, kernel.shape[1] // 2)})
    out = out[:, 0].transpose(1, 2, 0)
    return out[:, :, 0] if image.ndim == 2 else out
