from math import sqrt, ceil
import numpy as np
import matplotlib.pyplot as plt


def visualize_grid(Xs, ubound=255.0, padding=1):
  (N, H, W, C) = Xs.shape
  size = int(ceil(sqrt(N)))
  grid = np.zeros((H * size + padding * (size - 1), W * size + padding * (size - 1), C))
  for k in range(N):
    r, c = divmod(k, size)
    img = Xs[k]
    img = ubound * (img - img.min()) / (img.max() - img.min())
    grid[r * (H + padding):r * (H + padding) + H, c * (W + padding):c * (W + padding) + W] = img
  return grid


def show(img):
  plt.imshow(img.astype('uint8'))
