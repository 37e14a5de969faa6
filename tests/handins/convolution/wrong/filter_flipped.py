import numpy as np


def apply_filter(image, kernel):
    kh, kw = kernel.shape
    h, w = image.shape[0], image.shape[1]
    if image.ndim == 3:
        return np.dstack([apply_filter(image[:, :, c], kernel) for c in range(image.shape[2])])
    result = np.zeros((h, w))
    for y in range(h):
        for x in range(w):
            total = 0.0
            for i in range(kh):
                for j in range(kw):
                    yy, xx = y + i - kh // 2, x + j - kw // 2
                    if 0 <= yy < h and 0 <= xx < w:
                        total += kernel[kh - 1 - i, kw - 1 - j] * float(image[yy, xx])
            result[y, x] = total
    return result
