import numpy as np


def sgd_momentum(x, dx, config=None):
  if config is None: config = {}
  config.setdefault('learning_rate', 1e-2)
  config.setdefault('momentum', 0.9)
  v = config.get('velocity', np.zeros_like(x))
  v = config['momentum'] * v - config['learning_rate'] * dx
  x += v
  config['velocity'] = v
  return x, config


def rmsprop(x, dx, config=None):
  if config is None: config = {}
  config.setdefault('learning_rate', 1e-2)
  config.setdefault('decay_rate', 0.99)
  config.setdefault('epsilon', 1e-8)
  config.setdefault('cache', np.zeros_like(x))
  config['cache'] = config['decay_rate'] * config['cache'] + (1 - config['decay_rate']) * (dx * dx)
  x += -config['learning_rate'] * dx / (np.sqrt(config['cache']) + config['epsilon'])
  return x, config


def adam(x, dx, config=None):
  if config is None: config = {}
  config.setdefault('learning_rate', 1e-3)
  config.setdefault('beta1', 0.9)
  config.setdefault('beta2', 0.999)
  config.setdefault('epsilon', 1e-8)
  config.setdefault('m', np.zeros_like(x))
  config.setdefault('v', np.zeros_like(x))
  config.setdefault('t', 0)
  lr, b1, b2, eps = [config[k] for k in ('learning_rate', 'beta1', 'beta2', 'epsilon')]
  m, v, t = config['m'], config['v'], config['t']
  t += 1
  m = b1 * m + (1. - b1) * dx
  v = b2 * v + (1. - b2) * dx ** 2
  mb = m / (1. - b1 ** t)
  vb = v / (1. - b2 ** t)
  next_x = -lr * mb / (np.sqrt(vb) + eps) + x
  config['m'], config['v'], config['t'] = m, v, t
  return next_x, config
