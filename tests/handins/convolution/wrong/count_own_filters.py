import numpy as np


def count_parameters(layers):
    result = []
    for row in layers:
        kind = row['kind']
        if kind == 'input':
            c, h, w = row['shape']
            result.append(0)
        elif kind == 'conv':
            hh, ww = row['size']
            s, p = row['stride'], row['pad']
            c = row['filters']
            result.append(row['filters'] * (c * hh * ww + 1))
            h = (h + 2 * p - hh) // s + 1
            w = (w + 2 * p - ww) // s + 1
        elif kind == 'pool':
            hh, ww = row['size']
            s = row['stride']
            result.append(0)
            h = (h - hh) // s + 1
            w = (w - ww) // s + 1
        else:
            m = row['units']
            result.append(c * h * w * m + m)
            c, h, w = m, 1, 1
    return result
