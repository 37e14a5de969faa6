import numpy as np


def class_templates(W, image_shape):
    D = int(np.prod(image_shape))
    w = W[:D].T
    w = w - w.min(axis=1, keepdims=True)
    w = w / w.max(axis=1, keepdims=True)
    return w.reshape((-1,) + tuple(image_shape))
