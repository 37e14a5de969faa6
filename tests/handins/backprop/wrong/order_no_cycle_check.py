def topological_order(graph):
    order, count = [], {n: len(graph[n]) for n in graph}
    queue = [n for n in graph if count[n] == 0]
    while queue:
        n = queue.pop(0)
        order.append(n)
        for m in graph:
            for source in graph[m]:
                if source == n:
                    count[m] -= 1
                    if count[m] == 0:
                        queue.append(m)
    return order
