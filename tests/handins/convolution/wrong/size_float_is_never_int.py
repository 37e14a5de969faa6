def conv_output_size(W, F, S, P):
    size = (W - F + 2 * P) / S + 1
    if not isinstance(size, int):
        raise ValueError("hyperparameters do not fit: %.2f" % size)
    return int(size)
