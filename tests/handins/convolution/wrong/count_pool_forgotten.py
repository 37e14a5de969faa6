import numpy as np


def count_parameters(layers):
    shape, counts = None, []
    for layer in layers:
        kind = layer['kind']
        n = 0
        if kind == 'input':
            shape = tuple(layer['shape'])
        if kind == 'conv':
            hh, ww = layer['size']
            p = layer['pad'] if 'pad' in layer else 0
            h = int((shape[1] - hh + 2 * p) / layer['stride'] + 1)
            w = int((shape[2] - ww + 2 * p) / layer['stride'] + 1)
            if kind == 'conv':
                weights = np.zeros((layer['filters'], shape[0], hh, ww))
                n = weights.size + layer['filters']
                shape = (layer['filters'], h, w)
            else:
                shape = (shape[0], h, w)
        if kind == 'dense':
            n = int(np.prod(shape)) * layer['units'] + layer['units']
            shape = (layer['units'],)
        counts.append(n)
    return counts
