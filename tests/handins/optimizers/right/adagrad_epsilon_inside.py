import numpy as np

def adagrad(params, grads, config=None):
    options = {'learning_rate': 1e-2, 'epsilon': 1e-8}
    options.update(config or {})
    h = options.pop('h', None)
    if h is None:
        h = np.zeros(params.shape, dtype=np.float64)
    h = h + grads * grads
    step = grads * options['learning_rate'] / np.sqrt(h + options['epsilon'])
    options['h'] = h
    return params - step, options
