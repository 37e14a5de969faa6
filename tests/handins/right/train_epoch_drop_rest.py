import numpy as np


class LinearClassifier(object):
    def __init__(self):
        self.W = None

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        num_train, dim = X.shape
        num_classes = np.max(y) + 1
        if self.W is None:
            self.W = 0.001 * np.random.randn(dim, num_classes)
        loss_history = []
        # shuffle once, walk through, shuffle again when there is not a full batch left
        shuffled = np.arange(num_train)
        np.random.shuffle(shuffled)
        pos = 0
        for it in range(num_iters):
            if pos + batch_size > num_train:
                np.random.shuffle(shuffled)
                pos = 0
            sel = shuffled[pos:pos + batch_size]
            pos += batch_size
            X_batch, y_batch = X[sel], y[sel]
            loss, grad = self.loss(X_batch, y_batch, reg)
            loss_history.append(loss)
            self.W += - learning_rate * grad
        return loss_history

    def loss(self, X_batch, y_batch, reg):
        pass

    def predict(self, X):
        y_pred = np.zeros(X.shape[0])
        for i in range(X.shape[0]):
            y_pred[i] = np.argmax(X[i].dot(self.W))
        return y_pred
