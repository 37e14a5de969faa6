def topological_order(graph):
    order = []
    while graph:
        ready = [n for n in graph if not any(m in graph for m in graph[n])]
        if not ready:
            raise ValueError("cycle")
        for n in ready:
            del graph[n]
            order.append(n)
    return order
