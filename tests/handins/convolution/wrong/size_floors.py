def conv_output_size(W, F, S, P):
    size = (W - F + 2 * P) / S + 1
    return int(size)
