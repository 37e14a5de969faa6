import numpy as np


def class_templates(W, image_shape):
    C = W.shape[1]
    images = np.zeros((C, *image_shape))
    for c in range(C):
        img = W[:, c].reshape(image_shape)
        images[c] = 255 * (img - img.min()) / (img.max() - img.min())
    return images
