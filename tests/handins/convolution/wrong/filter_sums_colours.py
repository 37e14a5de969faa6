import numpy as np
def apply_filter(image, kernel):
    img = image.astype(float)
    a, b = kernel.shape
    pads = ((a // 2,) * 2, (b // 2,) * 2) + ((0, 0),) * (img.ndim - 2)
    p = np.pad(img, pads)
    out = np.zeros(img.shape)
    for i in range(img.shape[0]):
        for j in range(img.shape[1]):
            k = kernel if img.ndim == 2 else kernel[:, :, None]
            out[i, j] = np.sum(p[i:i + a, j:j + b] * k)
    return out
