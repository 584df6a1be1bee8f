"""A rule file whose bytes are known already: it came from a URL, or from another process."""

from typing import NamedTuple


class PackBytes(NamedTuple):
    """Stands in for the path of a rule file."""

    name: str
    data: bytes

    def as_posix(self) -> str:
        """Its name, as messages show it."""
        return self.name

    def read_bytes(self) -> bytes:
        """Its bytes."""
        return self.data

    @property
    def digest(self) -> str:
        """Changes when its bytes do."""
        from hashlib import sha256  # slow to import, and few runs have such a file

        return sha256(self.data).hexdigest()
