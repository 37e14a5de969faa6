import numpy as np
import matplotlib.pyplot as plt


def class_templates(W, image_shape):
    # get rid of the bias if there is one
    size = 1
    for k in image_shape:
        size *= k
    if W.shape[0] == size + 1:
        W = W[:-1, :]
    imgs = []
    for c in range(W.shape[1]):
        img = W[:, c].reshape(image_shape)
        w_min, w_max = np.min(img), np.max(img)
        # Rescale the weights to be between 0 and 255
        imgs.append(255.0 * (img.squeeze() - w_min) / (w_max - w_min) if 1 not in image_shape
                    else 255.0 * (img - w_min) / (w_max - w_min))
    return np.array(imgs)


def show_templates(W, classes):
    for i, im in enumerate(class_templates(W, (32, 32, 3))):
        plt.subplot(2, 5, i + 1)
        plt.imshow(im.astype('uint8'))
        plt.axis('off')
        plt.title(classes[i])
