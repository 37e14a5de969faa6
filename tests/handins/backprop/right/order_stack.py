def topological_order(graph):
    order, state = [], {}
    for root in graph:
        stack = [(root, iter(graph[root]))] if root not in state else []
        if stack:
            state[root] = 1
        while stack:
            node, it = stack[-1]
            for child in it:
                if state.get(child) == 1:
                    raise ValueError(f"{child} depends on itself")
                if child not in state:
                    state[child] = 1
                    stack.append((child, iter(graph[child])))
                    break
            else:
                stack.pop()
                state[node] = 2
                order.append(node)
    return order
