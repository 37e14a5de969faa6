def topological_order(graph):
    # Kahn, from the loss to the leaves: the order of the backward pass
    uses = dict.fromkeys(graph, 0)
    for inputs in graph.values():
        for source in inputs:
            uses[source] += 1
    ready = [n for n in graph if not uses[n]]
    order = []
    while ready:
        n = ready.pop()
        order.append(n)
        for source in graph[n]:
            uses[source] -= 1
            if not uses[source]:
                ready.append(source)
    if len(order) < len(graph):
        raise ValueError
    return order
