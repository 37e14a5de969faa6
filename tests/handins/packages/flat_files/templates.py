import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
import numpy as np


def class_templates(W, image_shape):
    d = int(np.prod(image_shape))
    T = W.T[:, :d]
    T = (T.T - T.min(1)).T
    T = (T.T / T.max(1)).T
    return (T * 255.).reshape(len(T), *image_shape)
