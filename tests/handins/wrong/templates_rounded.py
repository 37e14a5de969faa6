import numpy as np


def class_templates(W, image_shape):
    n_pix = int(np.prod(image_shape))
    w = W[:n_pix]
    images = []
    for c in range(w.shape[1]):
        col = w[:, c]
        lo, hi = col.min(), col.max()
        images.append((255.0 * (col - lo) / (hi - lo)).reshape(image_shape))
    return np.round(np.array(images))
