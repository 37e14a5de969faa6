import numpy as np


def class_templates(W, image_shape):
    w = W[:-1, :]   # strip out the bias
    images = []
    for c in range(10):
        img = w[:, c].reshape(image_shape)
        images.append(255 * (img - img.min()) / (img.max() - img.min()))
    return np.array(images)
