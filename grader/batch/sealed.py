"""A secret on its way to a worker, past a scheduler that keeps and logs what passes through it.

The worker makes a pair of keys and tells the public one (X25519); what is sealed with it can be opened with the other,
which never leaves the worker. This keeps the secret out of logs and states; whoever may speak to the scheduler is kept
out by TLS, not by this.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
ONCE = bytes(12)
"""Each key seals a single message, so the nonce need not change."""


class Lock:
    """The receiving side; for one message."""

    def __init__(self) -> None:
        self._key = X25519PrivateKey.generate()

    @property
    def public(self) -> bytes:
        """What a sender needs."""
        return self._key.public_key().public_bytes_raw()

    def opened(self, box: bytes) -> bytes:
        """What was sealed for this lock; cryptography.exceptions.InvalidTag if it was not, or was changed."""
        theirs = box[:KEY_BYTES]
        shared = self._key.exchange(X25519PublicKey.from_public_bytes(theirs))
        return _cipher(shared, theirs, self.public).decrypt(ONCE, box[KEY_BYTES:], None)


def sealed(message: bytes, public: bytes) -> bytes:
    """A box that only the lock with this public key opens."""
    key = X25519PrivateKey.generate()
    ours = key.public_key().public_bytes_raw()
    shared = key.exchange(X25519PublicKey.from_public_bytes(public))
    return ours + _cipher(shared, ours, public).encrypt(ONCE, message, None)


def _cipher(shared: bytes, sender: bytes, receiver: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), KEY_BYTES, None, b"grader secret" + sender + receiver).derive(shared))
