import numpy as np

# everything in one class, softmax is the loss of the base class


class LinearClassifier:
    def __init__(self):
        self.W = None

    def loss(self, X_batch, y_batch, reg):
        s = X_batch @ self.W
        s = s - s.max(axis=1, keepdims=True)
        lse = np.log(np.exp(s).sum(axis=1))
        n = len(y_batch)
        loss = np.mean(lse - s[np.arange(n), y_batch]) + reg * np.sum(self.W ** 2)
        p = np.exp(s - lse[:, None])
        p[np.arange(n), y_batch] -= 1
        return loss, X_batch.T @ p / n + 2 * reg * self.W

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        if self.W is None:
            self.W = np.random.uniform(-1e-3, 1e-3, (X.shape[1], y.max() + 1))
        loss_history = []
        for it in range(num_iters):
            index = np.random.choice(range(len(X)), min(batch_size, len(X)), replace=False)
            loss, g = self.loss(X[index], y[index], reg)
            loss_history.append(loss)
            self.W = self.W - learning_rate * g
        return loss_history

    def predict(self, X):
        s = X @ self.W
        return s.argmax(axis=1)
