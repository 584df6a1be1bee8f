"""The cue data behind the readings: checked whole, spelled out into word forms, laid into trees of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dealcoach.rules.readings_text import by_letter, fold
from dealcoach.rules.readings_tree import Node, Tree, symbols_of

__all__ = ["KINDS", "CueData", "Node", "Tree", "load"]

#: What a cue may say of its clause; the readings themselves, and the helpers that the grammar needs.
KINDS = (
    "waiting", "check_in", "content_push", "gone_dark", "active", "vague",
    "event", "contact", "question", "purpose", "topic", "theirs", "idling", "soft", "lies", "handed",
    "pushed", "done", "asked", "joint", "bare", "busy", "sending", "content", "article", "not", "if",
    "us", "neutral",
)  # fmt: skip
_BREAK_KINDS = ("hard", "comma", "and")
_MAPS = ("inflection", "verbs", "same", "words", "breaks", "cues", "topics")
_LISTS = ("abbreviations", "placeholders", "real_words")
_SECTIONS = ("version", *_MAPS, *_LISTS)
_VERSION = 1
_WORD = r"(?:<[a-z_]+>|[^\s<>\[\]|*]+)"
_PART = re.compile(rf"{_WORD}(?:\|{_WORD})*|\[{_WORD}(?:\|{_WORD})*\]|\*")
_GAP = "*"
_MOST_GAPS = 2
_MOST_ELEMENTS = 9
_SHORT_VERB = 2
_ACTIONS = frozenset({"<act>", "<act_past>"})


class CueData(NamedTuple):
    """The cues, ready to match: symbols of every known word, the trees, and plain lists."""

    symbols: dict[str, tuple[str, ...]]
    breaks: dict[str, str]
    cues: Tree
    topics: dict[str, Tree]
    abbreviations: frozenset[str]
    placeholders: frozenset[str]
    real_words: frozenset[str]
    mendable: dict[str, list[str]]
    """The words a slip is mended to, by first letter: not mere actions, as an unknown word reads active."""


def packed(data: CueData) -> dict[str, Any]:
    """The cue data as plain values for a cache: what `load` checked need not be checked again."""
    return {
        **data._asdict(),
        "cues": data.cues.packed(),
        "topics": {name: tree.packed() for name, tree in data.topics.items()},
        **{name: sorted(getattr(data, name)) for name in _LISTS},
    }


def unpacked(values: Mapping[str, Any]) -> CueData:
    """The cue data that `packed` wrote."""
    return CueData(
        symbols=values["symbols"],
        breaks=values["breaks"],
        cues=Tree.unpacked(values["cues"]),
        topics={name: Tree.unpacked(lines) for name, lines in values["topics"].items()},
        mendable=values["mendable"],
        **{name: frozenset(values[name]) for name in _LISTS},
    )


def load(data: Mapping[str, Any]) -> CueData:
    """Builds the cue data from a parsed readings file; raises ValueError naming all problems at once."""
    problems = [
        f"unknown key {key!r}; known are {', '.join(_SECTIONS)}" for key in data if key not in _SECTIONS
    ]
    problems += [f"missing key {key!r}" for key in _SECTIONS if key not in data]
    if data.get("version", _VERSION) != _VERSION:
        problems.append(f"version: {data['version']!r} is not {_VERSION}, the only one known")
    maps = {name: _texts(name, data.get(name, {}), problems) for name in _MAPS}
    lists = {name: fold(_text(name, data.get(name, ""), problems)).split() for name in _LISTS}
    for name, known in (("cues", KINDS), ("breaks", _BREAK_KINDS), ("inflection", ("present", "past"))):
        problems += [
            f"{name}.{key}: unknown; known are {', '.join(known)}" for key in maps[name] if key not in known
        ]
    classes = _classes(maps["verbs"], maps["words"], maps["inflection"])
    used: set[str] = set()
    cues, topics = Tree(), {name: Tree() for name in maps["topics"]}
    for kind, text in maps["cues"].items():
        _grow(cues, kind, f"cues.{kind}", text, used, problems)
    for topic, text in maps["topics"].items():
        _grow(topics[topic], topic, f"topics.{topic}", text, used, problems)
    problems += [
        f"no class {name} under words or verbs" for name in sorted(used) if _class_of(name, classes) is None
    ]
    if problems:
        raise ValueError("readings data: " + "; ".join(problems))
    symbols = _symbols(classes, used, maps["same"])
    return CueData(
        symbols=symbols,
        breaks={word: kind for kind, text in maps["breaks"].items() for word in text.split()},
        cues=cues,
        topics=topics,
        abbreviations=frozenset(lists["abbreviations"]),
        placeholders=frozenset(lists["placeholders"]),
        real_words=frozenset(lists["real_words"]),
        mendable=by_letter(word for word, row in symbols.items() if not _ACTIONS.issuperset(row)),
    )


def _text(where: str, value: object, problems: list[str]) -> str:
    if isinstance(value, str):
        return value
    problems.append(f"{where}: write the words as one text, not as {type(value).__name__}")
    return ""


def _texts(where: str, value: object, problems: list[str]) -> dict[str, str]:
    """Returns name to folded text; a mapping of languages stands for all of its texts together."""
    if not isinstance(value, dict):
        problems.append(f"{where}: write a mapping of names to texts, not {type(value).__name__}")
        return {}
    texts = {}
    for name, entry in value.items():
        if not isinstance(name, str):
            problems.append(f"{where}: {name!r} is read as {type(name).__name__}; put quotes around the name")
        parts = entry.items() if isinstance(entry, dict) else [("", entry)]
        joined = "\n".join(
            _text(f"{where}.{name}.{lang}".rstrip("."), part, problems) for lang, part in parts
        )
        texts[str(name)] = fold(joined)
    return texts


def _class_of(symbol: str, classes: Mapping[str, object]) -> object:
    """Returns the words of a class symbol, None for a class that nobody wrote; any plain word passes."""
    return classes.get(symbol[1:-1]) if symbol[0] == "<" else symbol


def _classes(
    verbs: Mapping[str, str], words: Mapping[str, str], inflection: Mapping[str, str]
) -> dict[str, dict[str, None]]:
    """Returns class to words; a class of verbs also gives `NAME_past`, the forms that tell of the past."""
    classes = {name: dict.fromkeys(text.split()) for name, text in words.items()}
    for name, text in verbs.items():
        bases = text.split()
        for suffix, tense in (("", "present"), ("_past", "past")):
            endings = inflection.get(tense, "").split()
            forms = dict.fromkeys(form for base in bases for form in _forms(base, endings))
            classes[name + suffix] = dict.fromkeys(bases) | forms if tense == "present" else forms
    return classes


def _forms(base: str, endings: list[str]) -> Iterator[str]:
    """Spells a verb's regular forms: agreed, planning, tries, moving; a form nobody writes does no harm."""
    stems = [base]
    if base[-1] == "e":
        stems = [base[:-1], base]
    elif base[-1] == "y":
        stems = [base, base[:-1] + "i"]
    elif (
        len(base) > _SHORT_VERB
        and base[-1] not in "aeiouwxy"
        and base[-2] in "aeiou"
        and base[-3] not in "aeiou"
    ):
        stems = [base, base + base[-1]]
    return (stem + ending for stem in stems for ending in endings)


def _grow(tree: Tree, kind: str, where: str, text: str, used: set[str], problems: list[str]) -> None:
    """Reads one cue a line: words, <classes>, a|b for either, [x] for maybe, * for up to three words."""
    for line in text.splitlines():
        parts = line.split()
        wrong = [part for part in parts if not _PART.fullmatch(part)]
        if wrong:
            problems.append(
                f"{where}: {wrong[0]!r} in {line.strip()!r} is not a word, <class>, a|b, [optional] or *"
            )
        elif len(parts) > _MOST_ELEMENTS:
            problems.append(f"{where}: {line.strip()!r} has over {_MOST_ELEMENTS} elements")
        elif parts and (_GAP in (parts[0], parts[-1]) or parts.count(_GAP) > _MOST_GAPS):
            problems.append(f"{where}: {line.strip()!r} may have two *, none of them first or last")
        elif parts and all(part[0] == "[" for part in parts):
            problems.append(f"{where}: {line.strip()!r} has nothing that must be there")
        elif parts:
            tree.add(kind, parts)
            for part in parts:
                used.update(symbols_of(part))


def _symbols(
    classes: Mapping[str, Mapping[str, None]], used: set[str], same: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Returns, for every word that any cue can see, its classes and itself, the most telling last."""
    found: dict[str, tuple[str, ...]] = {symbol: (symbol,) for symbol in used if symbol[0] not in "<*"}
    for name, words in classes.items():
        symbol = f"<{name}>"
        if symbol in used:
            for word in words:
                found[word] = (symbol, *found.get(word, ()))
    for word, others in same.items():
        for other in others.split():
            found[other] = (*found.get(word, ()), *found.get(other, ()))
    return found
