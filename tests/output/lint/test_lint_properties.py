"""Whatever a deal file says: each format parses back, and the text in it is the text that went in."""

import json
import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st
from lint_samples import HOSTILE, RULES, item, report
from lint_samples import rendered as as_text

ESCAPE = re.compile(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")
PIECES = st.sampled_from([*HOSTILE, "::", "]]>", "\udcff", "\ud800", "\\x1b", "](", "\r\n", "&amp;", "%0A"])
TEXTS = st.lists(st.one_of(PIECES, st.text(st.characters(codec=None), max_size=8)), max_size=4).map("".join)
ITEMS = st.lists(
    st.builds(
        item,
        file=TEXTS.filter(bool),
        message=TEXTS,
        subject=TEXTS,
        path=TEXTS,
        source=TEXTS,
        line=st.integers(1, 10_000),
        column=st.integers(1, 300),
        rule=st.sampled_from(sorted(RULES)),
        severity=st.sampled_from(["high", "medium", "low"]),
    ),
    max_size=5,
).map(lambda items: sorted(items, key=lambda row: row.file))


def plain(text):
    """Text with visible escapes resolved, so that shown text can be compared with what was meant."""
    text = ESCAPE.sub(lambda match: chr(int(match[1] or match[2] or match[3], 16)), text)
    return "".join(chr(ord(c) - 0xDC00) if 0xDC80 <= ord(c) <= 0xDCFF else c for c in text)


def rendered(name, items):
    text = as_text(name, report(items))
    text.encode()
    return text


@settings(deadline=None)
@given(ITEMS)
def test_json(items):
    found = json.loads(rendered("json", items))["items"]
    for entry, sent in zip(found, items, strict=True):
        for key in ("file", "message", "subject", "path"):
            assert plain(entry[key]) == plain(getattr(sent, key))
        assert (entry["line"], entry["column"], entry["rule"]) == (sent.line, sent.column, sent.rule)


@settings(deadline=None)
@given(ITEMS)
def test_gitlab(items):
    found = json.loads(rendered("gitlab", items))
    assert len({entry["fingerprint"] for entry in found}) == len(items)
    for entry, sent in zip(found, items, strict=True):
        assert plain(entry["description"]) == plain(sent.message)
        assert plain(entry["location"]["path"]) == plain(sent.file.removeprefix("./"))


@settings(deadline=None)
@given(ITEMS)
def test_sarif(items):
    found = json.loads(rendered("sarif", items))["runs"][0]["results"]
    for result, sent in zip(found, items, strict=True):
        text = result["message"]["text"]
        assert plain(text.replace(r"\[", "[")) == plain(sent.message.replace(r"\[", "["))
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].isascii()


@settings(deadline=None)
@given(ITEMS)
def test_junit(items):
    root = ET.fromstring(rendered("junit", items))
    sent = {}
    for each in items:
        sent.setdefault(each.file, []).append(each)
    assert [len(suite) for suite in root] == [len(each) for each in sent.values()] or not items
    for case, each in zip(
        root.iter("failure"), [each for group in sent.values() for each in group], strict=True
    ):
        assert plain(case.get("message")) == plain(each.message)
        assert plain(case.text).endswith(plain(each.source))


@settings(deadline=None)
@given(ITEMS)
def test_github(items):
    lines = rendered("github", items).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(items)
    assert all(
        re.match(r"::(error|warning|notice) file=[^:,]*,line=\d+,col=\d+,title=[a-z-]+::", line)
        for line in lines
    )
    assert not any("\r" in line for line in lines)


@settings(deadline=None)
@given(ITEMS)
def test_text(items):
    lines = rendered("text", items).split("\n")
    heads = [
        line
        for line in lines
        if re.search(r":\d+:\d+: (high|medium|low) [a-z-]+ ", line) and line[:2] != "  "
    ]
    assert len(heads) >= len([each for each in items if not each.file.startswith("  ")])
    assert len(lines) - 1 <= 3 * len(items)
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in lines)
