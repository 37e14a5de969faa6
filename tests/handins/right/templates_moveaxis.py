import numpy as np


def class_templates(W, image_shape):
    C = W.shape[-1]
    D = np.prod(image_shape, dtype=int)
    flat = np.delete(W, -1, axis=0) if W.shape[0] > D else W.copy()
    flat -= flat.min(0)
    flat /= flat.max(0)
    flat *= 255
    return np.moveaxis(flat.reshape(tuple(image_shape) + (C,)), -1, 0)
