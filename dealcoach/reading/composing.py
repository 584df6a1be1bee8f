"""Bytes to a YAML node tree, through libyaml where its binding is there and the pure parser elsewhere.

Composing is guarded: libyaml's composer recurses in C and crashes the process on a few thousand open
brackets, so a file that could nest that deep is measured by its events first.
"""

import importlib
import re
from functools import cache
from typing import Any

from yaml.error import YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent

from dealcoach.reading.faults import Fault, FileRefusedError

MAX_BYTES = 1 << 20
MAX_DEPTH = 32

BOM = b"\xef\xbb\xbf"
_SAFE_OPENERS = 400
_DEEP_INDENT = "\n" + 100 * " "
_CONTROLS = "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"
_HIDDEN = 0x10F000
"""Control characters, which YAML forbids but reps paste, are parsed as private characters from here on."""

try:
    _CParser: Any = importlib.import_module("yaml._yaml").CParser
except ImportError:  # a PyYAML built without libyaml
    _CParser = None


class _Untagged:
    """Leaves implicit tags unresolved: the deal format has scalar rules of its own."""

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> None:
        return None

    def descend_resolver(self, _node: Any, _index: Any) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None


@cache
def pure_python() -> Any:
    """The parser for a PyYAML without libyaml."""
    from dealcoach.reading.pure_parser import PureParser

    return type("_PurePython", (_Untagged, PureParser), {})


Parser: Any = type("_Native", (_Untagged, _CParser), {}) if _CParser is not None else pure_python()


def decode(data: bytes) -> str:
    """The text of a file; raises FileRefusedError when it is not UTF-8 or holds NUL bytes."""
    if len(data) > MAX_BYTES:
        raise FileRefusedError(
            Fault("unreadable-file", f"this file is too large; a deal file has at most {MAX_BYTES:,} bytes")
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefusedError(Fault("invalid-yaml", "this file is UTF-16; save it as UTF-8"))
    if data.startswith(BOM):
        data = data[len(BOM) :]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        byte = data[error.start]
        message = f"byte 0x{byte:02x} is not UTF-8; save the file as UTF-8"
        raise FileRefusedError(Fault("invalid-yaml", message, index=len(before)), before) from None
    nul = text.find("\0")
    if nul >= 0:
        raise FileRefusedError(
            Fault("invalid-yaml", "a NUL byte; this does not look like a text file", index=nul), text
        )
    return text


def compose(text: str) -> Any:
    """The root node of the one document in a text, or None; raises FileRefusedError with the place."""
    try:
        return _composed(text)
    except FileRefusedError:
        if not re.search(_CONTROLS, text):
            raise
        return _composed(re.sub(_CONTROLS, _hide, text))


def _composed(source: str) -> Any:
    try:
        if _may_nest_deep(source):
            _refuse_depth(source)
        return Parser(source).get_single_node()
    except YAMLError as error:
        raise FileRefusedError(_syntax_fault(error, source), source) from None
    except RecursionError:
        raise FileRefusedError(Fault("invalid-deal", _too_deep()), source) from None


def _hide(match: re.Match[str]) -> str:
    return chr(_HIDDEN + (ord(match[0]) & 0xFFF))


_SHOW = {_HIDDEN + (code & 0xFFF): chr(code) for code in (*range(1, 32), *range(127, 160), 0xFFFE, 0xFFFF)}


def revealed(value: str) -> str:
    """A scalar's text with the control characters that `compose` hid from the parser."""
    return value.translate(_SHOW) if not value.isascii() else value


def _too_deep() -> str:
    return f"nested deeper than {MAX_DEPTH} levels; a deal needs five"


def _may_nest_deep(source: str) -> bool:
    """Whether a file could nest so deep that composing it is dangerous; nearly always it cannot."""
    openers = source.count("[") + source.count("{")
    return (
        openers >= _SAFE_OPENERS
        or _DEEP_INDENT in source
        or source.count("- - ") > MAX_DEPTH
        or (source.count("?") > _SAFE_OPENERS and source.count("? ") > _SAFE_OPENERS)
    )


def _refuse_depth(source: str) -> None:
    parser, depth = Parser(source), 0
    while parser.check_event():
        event = parser.get_event()
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                raise FileRefusedError(Fault("invalid-deal", _too_deep(), mark=mark), source)
        elif isinstance(event, CollectionEndEvent):
            depth -= 1


_BAD_START = "a character that cannot start a value here; indent with spaces, and quote texts"
_NEVER_CLOSED = "a quote or bracket is never closed"
_HINTS = (
    ("expected a single document", "more than one document in this file; one file holds one deal"),
    ("mapping values are not allowed", "a second ': ' in this line; put the text in quotes"),
    ("cannot start any token", _BAD_START),
    ("could not find expected ':'", "a key without ':'; write key: value"),
    ("violates indentation", _BAD_START),
    ("expected key", "the indentation or a quote goes wrong here"),
    ("expected <block end>", "the indentation or a quote goes wrong here"),
    ("did not find expected '-' indicator", "a list item that is not in line with the others"),
    ("found unexpected end of stream", _NEVER_CLOSED),
    ("expected ',' or", "a ',' or a closing bracket is missing"),
    ("expected node content", "a value is missing here; texts that begin with # or ? need quotes"),
    ("expected the node content", "a value is missing here; texts that begin with # or ? need quotes"),
    ("sequence entries are not allowed", "a list cannot begin here; start it on a line of its own"),
    ("undefined alias", "an alias (*name) with no anchor (&name) before it"),
    ("scanning an alias", "a text that begins with * needs quotes"),
    ("scanning an anchor", "a text that begins with & needs quotes"),
    ("duplicate anchor", "an anchor (&name) that stands twice"),
    ("undefined tag handle", "a tag that YAML does not know; texts that begin with ! need quotes"),
    ("scanning a tag", "a tag that YAML does not know; texts that begin with ! need quotes"),
    (
        "unknown escape character",
        r"an unknown escape in double quotes; write \\ for a backslash, or use single quotes",
    ),
    ("document start", "text after the end of the document; a deal file needs no '...' and no '%'"),
    ("control characters", "a control character that YAML does not allow"),
    ("special characters", "a control character that YAML does not allow"),
)


def _syntax_fault(error: YAMLError, source: str) -> Fault:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    context = str(getattr(error, "context", None) or "")
    said = f"{context} {problem}".strip()
    hint = next((hint for sign, hint in _HINTS if sign in said), None)
    began = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or began
    message = hint or f"this is not valid YAML: {said}"
    rule = "invalid-deal" if "expected a single document" in said else "invalid-yaml"
    if mark is None:
        return Fault(rule, message, index=getattr(error, "position", None))
    if "flow" in said and not source[mark.index :].strip():
        message = _NEVER_CLOSED
    if not source[mark.index :].strip():  # the end of the file, where there is no line to show
        if began is not None and began.index < mark.index:
            return Fault(rule, message, mark=began)
        return Fault(rule, message, index=max(len(source[: mark.index].rstrip()) - 1, 0))
    if "unknown escape character '" in said:
        return Fault(rule, message, index=mark.index - 1)  # the pure parser stands one further
    return Fault(rule, message, mark=mark)
