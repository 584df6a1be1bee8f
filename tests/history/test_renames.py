"""Which new file is an old one under another name."""

from dealcoach.history.renames import alike, pair_renames

TEXT = b"".join(b"line %d\n" % number for number in range(20))


def test_equal_contents_prefer_the_equal_name() -> None:
    assert pair_renames({"x/a": TEXT, "x/b": TEXT}, {"y/b": TEXT, "y/a": TEXT}) == {
        "x/a": "y/a",
        "x/b": "y/b",
    }


def test_line_ends_do_not_count() -> None:
    assert pair_renames({"a": TEXT}, {"b": TEXT.replace(b"\n", b"\r\n")}) == {"a": "b"}


def test_the_most_alike_wins() -> None:
    near, far = TEXT + b"one more\n", TEXT[: len(TEXT) * 2 // 3] + b"x" * 60
    assert pair_renames({"old": TEXT}, {"far": far, "near": near}) == {"old": "near"}


def test_empty_and_different_files_do_not_pair() -> None:
    assert pair_renames({"a": b"", "b": TEXT}, {"c": b"", "d": b"something else\n"}) == {}


def test_each_file_is_used_once() -> None:
    assert pair_renames({"a": TEXT, "b": TEXT}, {"c": TEXT}) == {"a": "c"}


def test_many_files_pair_by_content_and_name_only() -> None:
    old = {f"x/{number}.yaml": TEXT + b"%d\n" % number for number in range(400)}
    moved = {path.replace("x/", "y/"): data + b"more\n" for path, data in old.items()}
    assert pair_renames(old, moved) == {path: path.replace("x/", "y/") for path in old}
    renamed = {path.replace("x/", "y/z"): data + b"more\n" for path, data in old.items()}
    assert pair_renames(old, renamed) == {}


def test_alike_is_a_share_of_the_larger() -> None:
    assert alike(TEXT, TEXT) == 1.0
    assert alike(b"a\nb\n", b"a\nc\n") == 0.5
    assert alike(b"", b"") == 0.0
