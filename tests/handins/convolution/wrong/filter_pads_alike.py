import numpy as np
def apply_filter(image, kernel):
    img = image.astype(float)
    a, b = kernel.shape
    q = a // 2
    p = np.pad(img, ((q, q), (q, q)) + ((0, 0),) * (img.ndim - 2))
    big = np.zeros((img.shape[0] + 20, img.shape[1] + 20) + img.shape[2:])
    big[:p.shape[0], :p.shape[1]] = p
    out = np.zeros(img.shape)
    for i in range(a):
        for j in range(b):
            out += kernel[i, j] * big[i:i + img.shape[0], j:j + img.shape[1]]
    return out
