def topological_order(graph):
    order = []

    def visit(node, trail):
        if node in trail:
            raise ValueError("cycle: " + " -> ".join([*trail, node]))
        if node not in order:
            for source in graph[node]:
                visit(source, trail + (node,))
            order.append(node)

    for node in graph:
        visit(node, ())
    return order
