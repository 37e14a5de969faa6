import numpy as np
def get_im2col_indices(x_shape, field_height, field_width, padding=1, stride=1):
    N, C, H, W = x_shape
    out_height = (H + 2 * padding - field_height) // stride + 1
    out_width = (W + 2 * padding - field_width) // stride + 1
    i0 = np.tile(np.repeat(np.arange(field_height), field_width), C)
    i1 = stride * np.repeat(np.arange(out_height), out_width)
    j0 = np.tile(np.arange(field_width), field_height * C)
    j1 = stride * np.tile(np.arange(out_width), out_height)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    k = np.repeat(np.arange(C), field_height * field_width).reshape(-1, 1)
    return k, i, j
def conv_forward_im2col(x, w, b, conv_param):
    F, C, HH, WW = w.shape
    N, _, H, W = x.shape
    pad, stride = conv_param['pad'], conv_param['stride']
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant')
    k, i, j = get_im2col_indices(x.shape, HH, WW, pad, stride)
    cols = xp[:, k, i, j].transpose(1, 2, 0).reshape(C * HH * WW, -1)
    res = w.reshape(F, -1).dot(cols) + b.reshape(-1, 1)
    Ho = (H + 2 * pad - HH) // stride + 1
    Wo = (W + 2 * pad - WW) // stride + 1
    out = res.reshape(F, Ho, Wo, N).transpose(3, 0, 1, 2)
    return out, (x, w, b, conv_param, cols)
def conv_backward_im2col(dout, cache):
    x, w, b, conv_param, cols = cache
    F, C, HH, WW = w.shape
    N, _, H, W = x.shape
    pad, stride = conv_param['pad'], conv_param['stride']
    db = np.sum(dout, axis=(0, 2, 3))
    d = dout.transpose(1, 2, 3, 0).reshape(F, -1)
    dw = d.dot(cols.T).reshape(w.shape)
    dcols = w.reshape(F, -1).T.dot(d).reshape(C * HH * WW, N, -1).transpose(1, 0, 2)
    dxp = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k, i, j = get_im2col_indices(x.shape, HH, WW, pad, stride)
    np.add.at(dxp, (slice(None), k, i, j), dcols)
    if pad == 0:
        return dxp, dw, db
    return dxp[:, :, pad:-pad, pad:-pad], dw, db
