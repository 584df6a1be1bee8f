"""Paths that are URLs, such as s3://bucket/deals: joined, cut and shown as text, nothing opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?:::|://)")
_SECRET = re.compile(r"(?<=://)([^/@:\s]*):[^/@\s]+@")


def is_url(path: str) -> bool:
    """Whether a path is a URL, chained ones (``zip://deals::s3://bucket/deals.zip``) among them."""
    return "://" in path and _URL.match(path) is not None


def joined(folder: str, name: str) -> str:
    """The URL of a file below a folder's URL."""
    head, chain, rest = folder.partition("::")
    return f"{head}{'' if head.endswith('/') else '/'}{name}{chain}{rest}"


def folder_of(url: str) -> str:
    """The URL of the folder that a file stands in."""
    head, chain, rest = url.partition("::")
    return f"{head.rpartition('/')[0]}{chain}{rest}"


def relative(url: str, folder: str | None) -> str:
    """A file's path below a folder's URL, else below the top of its own."""
    head = url.partition("::")[0]
    if folder is not None:
        above = folder.partition("::")[0].rstrip("/") + "/"
        if head.startswith(above):
            return head[len(above) :].lstrip("/")
    return head.partition("://")[2].lstrip("/")


def upward(url: str) -> Iterator[str]:
    """A folder's URL and those above it, the first part after ``://`` (host, bucket, folder) last."""
    head, chain, rest = url.partition("::")
    scheme, _, path = head.partition("://")
    parts = path.rstrip("/").split("/")
    for count in range(len(parts), 0, -1):
        yield f"{scheme}://{'/'.join(parts[:count])}{chain}{rest}"


def without_secret(url: str) -> str:
    """A URL as it may be shown: a password in it is not."""
    return _SECRET.sub(r"\1:***@", url)
