import numpy as np
def apply_filter(image, kernel):
    H, W = image.shape
    a, b = kernel.shape
    p = np.pad(image.astype(float), ((a // 2, a // 2), (b // 2, b // 2)))
    return np.array([[np.sum(p[i:i + a, j:j + b] * kernel) for j in range(W)] for i in range(H)])
