import numpy as np


def class_templates(W, image_shape):
    n = int(np.prod(image_shape))
    w = W[:n].T.reshape(-1, *image_shape)
    axes = tuple(range(1, w.ndim))
    low = w.min(axis=axes, keepdims=True)
    high = w.max(axis=axes, keepdims=True)
    return 255.0 * (w - low) / (high - low)
