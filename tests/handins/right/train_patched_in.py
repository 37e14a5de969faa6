import numpy as np
def patch(f):
    cls = next(iter(f.__annotations__.values()))
    setattr(cls, f.__name__, f)
    return f
class LinearClassifier:
    def __init__(self):
        self.W = None
@patch
def train(self: LinearClassifier, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
    if self.W is None: self.W = 0.001 * np.random.randn(X.shape[1], y.max() + 1)
    out = []
    for _ in range(num_iters):
        i = np.random.choice(len(X), batch_size)
        l, g = self.loss(X[i], y[i], reg)
        out.append(l); self.W = self.W - learning_rate * g
    return out
@patch
def predict(self: LinearClassifier, X):
    return np.argmax(X @ self.W, axis=1)
