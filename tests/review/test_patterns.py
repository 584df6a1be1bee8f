"""Which files a pattern of `per_path` or `exclude` means, as docs/configuration.md says."""

from __future__ import annotations

import pytest

from dealcoach.review.patterns import matches


@pytest.mark.parametrize(
    ("pattern", "fits", "fits_not"),
    [
        ("sub/*", "sub/a.yaml sub/old/b.yaml", "a.yaml sub.yaml deep/sub/a.yaml"),
        ("sub/*.yaml", "sub/a.yaml", "sub/old/b.yaml sub/a.yml"),
        ("sub/**", "sub/a.yaml sub/old/b.yaml", "a.yaml"),
        ("**/old", "old/a.yaml sub/old/a.yaml", "older/a.yaml"),
        ("old", "old/a.yaml sub/old/a.yaml sub/old", "older/a.yaml old.yaml"),
        ("*.draft.yaml", "a.draft.yaml sub/deep/a.draft.yaml", "a.yaml"),
        ("/old", "old/a.yaml", "sub/old/a.yaml"),
        ("/*.yaml", "a.yaml", "sub/a.yaml"),
        ("old/", "old/a.yaml sub/old/a.yaml", "old sub/old"),
        ("sub/old/", "sub/old/a.yaml", "sub/old deep/sub/old/a.yaml"),
        ("a?.yaml", "ab.yaml", "a.yaml a/.yaml"),
        ("a.b", "a.b", "axb"),
    ],
)
def test_what_a_pattern_means(pattern: str, fits: str, fits_not: str) -> None:
    assert [path for path in fits.split() if not matches(path, pattern)] == []
    assert [path for path in fits_not.split() if matches(path, pattern)] == []
