def conv_output_size(W, F, S, P):
    q, r = divmod(W - F + 2 * P, S)
    if r:
        raise Exception('invalid stride')
    return q
