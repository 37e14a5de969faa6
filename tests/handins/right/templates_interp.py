import math

import numpy as np


def class_templates(W, image_shape):
    d = math.prod(image_shape)
    out = np.empty((W.shape[1],) + tuple(image_shape))
    for k, column in enumerate(W[:d].T):
        out[k] = np.interp(column, (column.min(), column.max()), (0, 255)).reshape(image_shape)
    return out
