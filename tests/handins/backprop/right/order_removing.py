import copy
def topological_order(graph):
    left = copy.deepcopy(graph)
    order = []
    while left:
        for node in left:
            if not left[node]:
                break
        else:
            assert False, 'there is a cycle'
        del left[node]
        for inputs in left.values():
            while node in inputs:
                inputs.remove(node)
        order.append(node)
    return order
