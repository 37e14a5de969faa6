def topological_order(graph):
    order = []
    def visit(node, above):
        if node in above:
            raise ValueError('cycle')
        for n in graph[node]:
            visit(n, above + [node])
        order.append(node)
    for node in graph:
        visit(node, [])
    return order
