def conv_output_size(W, F, S, P):
    q, r = divmod(W - F + 2 * P, S)
    if r:
        print('invalid stride')
        return None
    return q + 1
