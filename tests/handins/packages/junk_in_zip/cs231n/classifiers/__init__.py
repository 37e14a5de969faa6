from .linear_svm import svm_loss_naive, svm_loss_vectorized
