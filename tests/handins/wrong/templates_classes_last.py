import numpy as np


def class_templates(W, image_shape):
    w = W[:np.prod(image_shape), :]
    w = w.reshape(*image_shape, -1)
    ax = tuple(range(len(image_shape)))
    lo = w.min(axis=ax)
    hi = w.max(axis=ax)
    return 255.0 * (w - lo) / (hi - lo)
