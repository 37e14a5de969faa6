import numpy as np


def class_templates(W, image_shape):
    D, C = W.shape
    if D == np.prod(image_shape) + 1:
        W = W[:-1]
    imgs = W.reshape((C,) + tuple(image_shape))
    out = np.zeros(imgs.shape)
    for c in range(C):
        lo, hi = imgs[c].min(), imgs[c].max()
        out[c] = (imgs[c] - lo) / (hi - lo) * 255
    return out
