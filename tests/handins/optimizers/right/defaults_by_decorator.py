import numpy as np


def defaults(**values):
    def decorate(rule):
        def wrapped(w, dw, config=None):
            config = {} if config is None else config
            for k, v in values.items():
                config.setdefault(k, v)
            return rule(w, dw, config)
        return wrapped
    return decorate


@defaults(learning_rate=1e-2)
def sgd(w, dw, config):
    return w + -config['learning_rate'] * dw, config


@defaults(learning_rate=1e-2, momentum=0.9, velocity=0.)
def sgd_momentum(w, dw, config):
    config.update(velocity=config['momentum'] * config['velocity'] - config['learning_rate'] * dw)
    return w + config['velocity'], config


@defaults(learning_rate=1e-2, epsilon=1e-8, cache=0.)
def adagrad(w, dw, config):
    config['cache'] = config['cache'] + dw * dw
    return w - config['learning_rate'] * dw / (np.sqrt(config['cache']) + config['epsilon']), config


@defaults(learning_rate=1e-2, epsilon=1e-8, decay_rate=0.99, cache=0.)
def rmsprop(w, dw, config):
    r = config['decay_rate']
    config['cache'] = r * config['cache'] + (1. - r) * np.power(dw, 2)
    return w - (config['learning_rate'] * dw) / (np.sqrt(config['cache']) + config['epsilon']), config


@defaults(learning_rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, m=0., v=0., t=0, prod1=1., prod2=1.)
def adam(w, dw, config):
    c = config
    c['prod1'] *= c['beta1']
    c['prod2'] *= c['beta2']
    c['t'] += 1
    c['m'] = c['beta1'] * c['m'] + (1 - c['beta1']) * dw
    c['v'] = c['beta2'] * c['v'] + (1 - c['beta2']) * dw ** 2
    return w - c['learning_rate'] * c['m'] / (1 - c['prod1']) / (np.sqrt(c['v'] / (1 - c['prod2'])) + c['epsilon']), c
