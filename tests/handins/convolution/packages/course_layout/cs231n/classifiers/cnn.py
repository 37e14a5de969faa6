from builtins import object
import numpy as np

from ..layers import *
from ..fast_layers import *
from ..layer_utils import *


class ThreeLayerConvNet(object):
    def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7, hidden_dim=100, num_classes=10,
                 weight_scale=1e-3, reg=0.0, dtype=np.float32):
        self.params, self.reg, self.dtype = {}, reg, dtype
        C, H, W = input_dim
        F, HH = num_filters, filter_size
        self.params.update(
            W1=weight_scale * np.random.randn(F, C, HH, HH), b1=np.zeros(F),
            W2=weight_scale * np.random.randn(F * H * W // 4, hidden_dim), b2=np.zeros(hidden_dim),
            W3=weight_scale * np.random.randn(hidden_dim, num_classes), b3=np.zeros(num_classes))
        for k, v in self.params.items():
            self.params[k] = v.astype(dtype)

    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        mode = 'test' if y is None else 'train'
        p = self.params
        out1, c1 = conv_relu_pool_forward(X, p['W1'], p['b1'], {'stride': 1, 'pad': (p['W1'].shape[2] - 1) // 2},
                                          {'pool_height': 2, 'pool_width': 2, 'stride': 2})
        out2, c2 = affine_relu_forward(out1, p['W2'], p['b2'])
        scores, c3 = affine_forward(out2, p['W3'], p['b3'])
        if mode == 'test':
            return scores
        loss, dscores = softmax_loss(scores, y)
        grads = {}
        d2, grads['W3'], grads['b3'] = affine_backward(dscores, c3)
        d1, grads['W2'], grads['b2'] = affine_relu_backward(d2, c2)
        _, grads['W1'], grads['b1'] = conv_relu_pool_backward(d1, c1)
        for w in ['W1', 'W2', 'W3']:
            loss += 0.5 * self.reg * np.sum(p[w] * p[w])
            grads[w] = grads[w] + self.reg * p[w]
        return loss, grads
