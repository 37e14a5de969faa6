import numpy as np


def apply_filter(image, kernel):
    r, c = kernel.shape[0] // 2, kernel.shape[1] // 2
    big = np.zeros((image.shape[0] + 2 * r, image.shape[1] + 2 * c) + image.shape[2:], dtype=np.float64)
    big[r:r + image.shape[0], c:c + image.shape[1]] = image
    views = np.lib.stride_tricks.sliding_window_view(big, kernel.shape, axis=(0, 1))
    return (views * kernel).sum(axis=(-2, -1))
