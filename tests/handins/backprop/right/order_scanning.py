def topological_order(graph):
    placed, order = set(), []
    while len(order) < len(graph):
        new = [n for n in graph if n not in placed and set(graph[n]) <= placed]
        if not new:
            raise RuntimeError("cycle detected")
        order.extend(new)
        placed.update(new)
    return order
