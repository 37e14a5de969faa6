# assignment 1, everything in one file
import numpy as np
import pickle
import matplotlib.pyplot as plt

DATA = '../cifar-10-batches-py/data_batch_1'

with open(DATA, 'rb') as f:
    batch = pickle.load(f, encoding='bytes')

X_all = batch[b'data'].astype(float)
y_all = np.array(batch[b'labels'])
X_train, y_train = X_all[:9000], y_all[:9000]
X_val, y_val = X_all[9000:], y_all[9000:]
X_train -= X_train.mean(axis=0)


# --- part a
def svm_loss_naive(W, X, y, reg):
    N, C = X.shape[0], W.shape[1]
    loss = 0
    dW = np.zeros_like(W, dtype=float)
    for n in range(N):
        scores = np.dot(X[n], W)
        for c in set(range(C)) - {int(y[n])}:
            margin = 1 + scores[c] - scores[y[n]]
            loss += margin if margin > 0 else 0
            dW[:, c] += X[n] if margin > 0 else 0
            dW[:, y[n]] -= X[n] if margin > 0 else 0
    return (loss / N) + reg * np.sum(W**2), (dW / N) + 2 * reg * W


# --- part b
def svm_loss_vectorized(W, X, y, reg):
    N = len(X)
    S = X @ W
    M = S - S[np.arange(N), y][:, None] + 1
    M[np.arange(N), y] = 0
    A = M > 0
    G = A.astype(float)
    G[np.arange(N), y] = -A.sum(axis=1)
    return M[A].sum() / N + reg * np.sum(W**2), X.T @ G / N + 2 * reg * W


# --- part c
def softmax_loss_vectorized(W, X, y, reg):
    N = len(X)
    S = X @ W
    m = S.max(axis=1, keepdims=True)
    E = np.exp(S - m)
    Z = E.sum(axis=1, keepdims=True)
    loss = (m + np.log(Z)).sum() / N - S[np.arange(N), y].sum() / N
    G = E / Z
    G[np.arange(N), y] -= 1
    return loss + reg * np.sum(W**2), X.T @ G / N + 2 * reg * W


class LinearClassifier:
    def __init__(self):
        self.W = None

    def loss(self, X_batch, y_batch, reg):
        return softmax_loss_vectorized(self.W, X_batch, y_batch, reg)

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        if self.W is None:
            self.W = np.random.randn(X.shape[1], y.max() + 1) / 1000
        out = []
        for _ in range(num_iters):
            k = np.random.choice(X.shape[0], batch_size)
            l, g = self.loss(X[k], y[k], reg)
            self.W = self.W - learning_rate * g
            out.append(l)
        return out

    def predict(self, X):
        return np.argmax(X @ self.W, 1)


# --- part d
best = None
for lr in np.logspace(-7, -4, 12):
    for rg in np.logspace(2, 5, 12):
        c = LinearClassifier()
        c.train(X_train, y_train, lr, rg, num_iters=3000)
        acc = (c.predict(X_val) == y_val).mean()
        print(lr, rg, acc)
        if best is None or acc > best[0]:
            best = (acc, c)


def class_templates(W, image_shape):
    n = 1
    for s in image_shape: n = n * s
    out = []
    for w in W[0:n].T:
        w = (w - w.min()) * 255 / (w.max() - w.min())
        out += [w.reshape(image_shape)]
    return np.array(out)


for img in class_templates(best[1].W, (3, 32, 32)):
    plt.figure(); plt.imshow(img.transpose(1, 2, 0).astype('uint8'))
plt.show()
