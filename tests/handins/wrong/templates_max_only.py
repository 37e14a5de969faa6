import numpy as np


def class_templates(W, image_shape):
    D = np.prod(image_shape)
    imgs = [W[:D, c].reshape(image_shape) for c in range(W.shape[1])]
    return np.array([255 * i / i.max() for i in imgs])
