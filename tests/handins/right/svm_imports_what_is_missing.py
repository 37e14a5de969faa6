import os
import sys
import h5py                      # needed in part 3 only
import torch, torchvision
import seaborn as sns; sns.set()
import numpy as np

sys.path.append('/content/drive/My Drive/cs231n/assignment1')
os.chdir('/content/drive/My Drive/cs231n/assignment1')


def svm_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    s = X @ W
    m = np.fmax(s - s[np.arange(n), y][:, None] + 1, 0)
    m[np.arange(n), y] = 0
    a = (m > 0).astype(int)
    a[np.arange(n), y] -= a.sum(axis=1)
    return m.sum(axis=1).mean() + reg * np.sum(W * W), X.T @ a / n + 2 * reg * W


X_train = np.load('cs231n/datasets/cifar10.npy')
print(X_train.shape)
loss, _ = svm_loss_vectorized(np.random.randn(3073, 10) * 0.0001, X_train, np.load('labels.npy'), 5e-6)
print(loss)
