"""Git's ids of contents, worked out here: git itself would first run the filters that a repository names."""

from typing import TYPE_CHECKING

try:
    from _sha1 import sha1  # type: ignore[import-not-found]
except ImportError:  # a Python built without it
    from hashlib import sha1

if TYPE_CHECKING:
    import hashlib

_SHA1 = 40
"""Hexadecimal digits of a SHA-1 id; longer ones are SHA-256."""


def id_of(data: bytes, like: str) -> str:
    """The id of a content, by the hash that made the id ``like``."""
    digest = hash_for(like, len(data))
    digest.update(data)
    return digest.hexdigest()


def hash_for(like: str, size: int) -> "hashlib._Hash":
    """The hash that made the id ``like``, begun as git begins a content of that size."""
    begin = b"blob %d\0" % size
    if len(like) > _SHA1:
        from hashlib import sha256  # loads OpenSSL, which takes 2 ms; most repositories are SHA-1

        return sha256(begin)
    digest: hashlib._Hash = sha1(begin, usedforsecurity=False)
    return digest
