import numpy as np


def class_templates(W, image_shape):
    D = int(np.prod(image_shape))
    w = W[:D, :]    # strip out the bias
    w_min, w_max = np.min(w), np.max(w)
    images = []
    for i in range(w.shape[1]):
        wimg = 255.0 * (w[:, i].reshape(image_shape) - w_min) / (w_max - w_min)
        images.append(wimg)
    return np.stack(images)
