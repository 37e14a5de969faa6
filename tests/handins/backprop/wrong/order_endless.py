def topological_order(graph):
    order = []
    def visit(n):
        if n in order:
            return
        for source in graph[n]:
            visit(source)
        order.append(n)
    for n in graph:
        visit(n)
    return order
