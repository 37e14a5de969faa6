import numpy as np


class LinearClassifier:
    W = None

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        N, D = X.shape
        C = int(np.max(y)) + 1
        if self.W is None:
            self.W = np.zeros((D, C))      # convex, so zeros are fine as a start
        history = np.zeros(num_iters)
        for t in range(num_iters):
            pick = np.random.choice(np.arange(N), size=batch_size, replace=False)
            history[t], dW = self.loss(X[pick, :], y[pick], reg)
            self.W = self.W - learning_rate * dW
            if verbose:
                if t % 10 == 0:
                    print(f'{t}: {history[t]:.4f}')
        return list(history)

    def predict(self, X):
        return (X @ self.W).argmax(1)

    def loss(self, X_batch, y_batch, reg):
        raise NotImplementedError
