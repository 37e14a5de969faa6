import numpy as np


def apply_filter(image, kernel):
    """Through the Fourier transform: a product there, with the conjugate, as nothing is flipped."""
    image = np.asarray(image, dtype=float)
    (kh, kw), (h, w) = kernel.shape, image.shape[:2]
    size = (h + kh, w + kw)
    if image.ndim == 2:
        image = image[..., None]
        return apply_filter(image, kernel)[..., 0]
    spectrum = np.fft.fft2(image, size, axes=(0, 1)) * np.conj(np.fft.fft2(kernel, size))[..., None]
    full = np.real(np.fft.ifft2(spectrum, axes=(0, 1)))
    full = np.roll(full, (kh // 2, kw // 2), axis=(0, 1))
    return full[:h, :w]
