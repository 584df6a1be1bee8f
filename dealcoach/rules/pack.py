"""One pack file, checked: every key, expression, placeholder, place and example, all errors at once."""

from __future__ import annotations

from typing import Any

from dealcoach.model.deal import Deal
from dealcoach.model.finding import Position, Problem
from dealcoach.model.scalars import shown, suggestion
from dealcoach.reading.document import Document, Path, place, source_line
from dealcoach.reading.explaining import keys_of
from dealcoach.reading.faults import FileRefusedError
from dealcoach.rules.cel_words import TOO_DEEP, Fault, deepest, levels
from dealcoach.rules.conditions import check
from dealcoach.rules.custom import conditions_of, custom_question
from dealcoach.rules.declared import COLLECTIONS, MESSAGES, VARIABLES
from dealcoach.rules.pack_error import PackError
from dealcoach.rules.pack_shape import CHOICES, Data, explained_shapes, readable
from dealcoach.rules.program import can_be_asked
from dealcoach.rules.rule import read_rule
from dealcoach.rules.templates import PathTemplate, Template, TemplateError

CONDITIONS = ("applies_if", "flag_if", "unknown_if", "all_unknown_if", "halve_if")
DEAL_LEVEL = ("applies_if", "all_unknown_if")


def check_pack(name: str, data: bytes, taken: dict[str, str]) -> Data:
    """The pack as a plain mapping; raises PackError with every problem.

    ``taken`` maps the ids of rules read before to the file that holds them.
    """
    from pydantic import ValidationError

    from dealcoach.rules.pack_model import PackModel

    try:
        document = Document(data, nulls=True)
    except FileRefusedError as refused:
        raise PackError([_refusal(name, refused)]) from None
    found = [(document.position(fault.mark), fault.message) for fault in document.faults]
    try:
        pack = PackModel.model_validate(document.values).model_dump(by_alias=True)
    except ValidationError as error:
        found.extend(explained_shapes(document, error))
        pack = readable(document.values)
    checker = _Checker(document, pack, taken)
    found.extend(checker.problems())
    if not found:
        _complete(pack)
        found.extend(checker.too_deep())
    if found:
        raise PackError([_problem(name, document, row) for row in sorted(set(found))])
    return pack


def _complete(pack: Data) -> None:
    """What the rules of a sound pack leave out."""
    for rule in pack["rules"]:
        rule["group"] = rule["group"] or pack["group"]
        rule["source"] = rule["source"] or pack["source"]
        rule["question"] = rule["question"] or custom_question(conditions_of(rule))


def _refusal(name: str, refused: FileRefusedError) -> Problem:
    mark, index = refused.fault.mark, refused.fault.index
    at = place(refused.text, index if index is not None else mark.index if mark else 0)
    line = source_line(refused.text, at.line)
    return Problem(name, at.line, at.column, "invalid-rule", refused.fault.message, source=line)


def _problem(name: str, document: Document, row: tuple[Position, str]) -> Problem:
    at, message = row
    return Problem(name, at.line, at.column, "invalid-rule", message, source=document.source_line(at.line))


class _Checker:
    """What no single key can see: ids, expressions, placeholders, places, examples."""

    def __init__(self, document: Document, pack: Data, taken: dict[str, str]) -> None:
        self._document = document
        self._pack = pack
        self._taken = dict(taken)
        self._found: list[tuple[Position, str]] = []

    def problems(self) -> list[tuple[Position, str]]:
        """Every problem of the pack."""
        for name, requirement in (self._pack["requirements"] or {}).items():
            if requirement is not None:
                self._condition(requirement["known_if"], None, ("requirements", name, "known_if"))
                self._template(requirement["question"], None, ("requirements", name, "question"))
        self._needs(self._pack["needs"], ("needs",))
        for index, rule in enumerate(self._pack["rules"]):
            if rule is not None:
                self._rule(rule, ("rules", index))
        return self._found

    def too_deep(self) -> list[tuple[Position, str]]:
        """The rules whose conditions can be read one by one, but not as one expression; for a sound pack."""
        for index, data in enumerate(self._pack["rules"]):
            if not data["checked_by"] and not can_be_asked(read_rule(self._pack, data)):
                key = max((key for key in CONDITIONS if data[key]), key=lambda key: levels(data[key]))
                column, line = deepest(data[key])
                at = self._document.locate(("rules", index, key), value=True)
                place = self._inside(at, data[key], Fault(TOO_DEEP, column, line))
                self._found.append((place, f"{key}: {TOO_DEEP}"))
        return self._found

    def _say(self, path: Path, message: str) -> None:
        self._found.append((self._document.locate(path, value=True), message))

    def _needs(self, names: list[str], path: Path) -> None:
        known = self._pack["requirements"]
        for name in names:
            if known is not None and name not in known:
                self._say(path, f"there is no requirement {shown(name)} in this pack")

    def _rule(self, rule: Data, path: Path) -> None:
        rule_id = rule["id"]
        if rule_id in self._taken:
            self._say((*path, "id"), f"the id {rule_id} is already taken, in {self._taken[rule_id]}")
        self._taken[rule_id] = "this file"
        group = rule["group"] or self._pack["group"]
        if group is None:
            self._say(path, "group: is missing, in the rule and in the pack")
        self._needs(rule["needs"], (*path, "needs"))
        if rule["checked_by"]:
            if group and group != "files":
                self._say((*path, "checked_by"), "only rules of the group files are checked by the program")
            return
        self._expressions(rule, path)
        self._texts(rule, path)
        self._examples(rule, path)

    def _expressions(self, rule: Data, path: Path) -> None:
        item = COLLECTIONS[rule["each"]][0] if rule["each"] else None
        if not rule["flag_if"]:
            self._say(path, "flag_if: is missing; a rule needs the condition that flags it")
        if rule["all_unknown_if"] and not item:
            self._say((*path, "all_unknown_if"), "all_unknown_if goes with each; use unknown_if")
        for key in CONDITIONS:
            if rule[key]:
                self._condition(rule[key], None if key in DEAL_LEVEL else item, (*path, key))
        for index, level in enumerate(rule["levels"]):
            last = index == len(rule["levels"]) - 1
            if level["if"]:
                self._condition(level["if"], item, (*path, "levels", index, "if"))
            if bool(level["if"]) == last:
                wanted = "the last level has no condition" if last else "only the last level has no condition"
                self._say((*path, "levels", index), wanted)

    def _texts(self, rule: Data, path: Path) -> None:
        item = COLLECTIONS[rule["each"]][0] if rule["each"] else None
        if not rule["at"]:
            self._say(path, "at: is missing; where does the finding point?")
        for key in CHOICES:
            for index, choice in enumerate(rule[key]):
                at = (*path, key, index)
                if choice["if"]:
                    self._condition(choice["if"], item, (*at, "if"))
                kind = PathTemplate if key == "at" else Template
                self._template(choice["text"], item, (*at, "text"), kind)
        for key in ("subject", "question"):
            if rule[key]:
                self._template(rule[key], item if key == "subject" else None, (*path, key))
        can_be_unknown = rule["unknown_if"] or rule["all_unknown_if"]
        if can_be_unknown and not rule["question"]:
            self._say(path, "question: is missing; what would one ask while the rule is unknown?")

    def _examples(self, rule: Data, path: Path) -> None:
        needed = ["flagged", "clear"]
        if rule["unknown_if"] or rule["all_unknown_if"]:
            needed.append("unknown")
        for answer in needed:
            if not rule["examples"][answer]:
                self._say((*path, "examples"), f"an example that is {answer} is missing")
        for answer, examples in rule["examples"].items():
            for index, example in enumerate(examples):
                if example["deal"] is None and example["text"] is None:
                    self._say((*path, "examples", answer, index), "deal: is missing")

    def _condition(self, text: str, item: str | None, path: Path) -> None:
        for fault in check(text, item):
            at = self._document.locate(path, value=True)
            self._found.append((self._inside(at, text, fault), f"{path[-1]}: {fault.message}"))

    def _inside(self, at: Position, text: str, fault: Fault) -> Position:
        """The place inside an expression, where its lines stand in the file as they are."""
        lines = self._document.text.split("\n")
        row = text.split("\n")[fault.line - 1]
        first = at.line + fault.line - 2
        for number in (first, first + 1):  # after | a text begins on the next line
            start = lines[number].find(row) if 0 <= number < len(lines) and row.strip() else -1
            if start >= 0:
                return Position(number + 1, start + fault.column)
        return at

    def _template(self, text: str, item: str | None, path: Path, kind: Any = Template) -> None:
        try:
            template = kind(text)
        except TemplateError as error:
            for message in error.messages:
                self._say(path, message)
            paths = error.paths
        else:
            paths = template.paths
            if kind is PathTemplate:
                self._place(template.steps[0], path)
        for fact in paths:
            if problem := unknown_fact(fact, item):
                self._say(path, problem)

    def _place(self, key: Any, path: Path) -> None:
        """A finding points at a key of a deal."""
        if key not in (known := keys_of(Deal)):
            near = suggestion(str(key), known)
            self._say(path, f"a deal has no {shown(key)}" + (f"; did you mean {near}?" if near else ""))


def unknown_fact(fact: str, item: str | None) -> str | None:
    """What is wrong with a fact named in a text, or None."""
    head, _, rest = fact.partition(".")
    messages = dict(VARIABLES)
    if item:
        messages[item] = next(message for name, message in COLLECTIONS.values() if name == item)
    if head not in messages:
        near = suggestion(head, list(messages))
        return f"there is no fact {shown(head)} here; " + (
            f"did you mean {near}?" if near else "see rules facts"
        )
    fields = MESSAGES[messages[head]]
    name = rest.split(".")[0]
    if name not in fields:
        near = suggestion(name, list(fields))
        return f"{head} has no fact {shown(name)}; " + (
            f"did you mean {near}?" if near else "see rules facts"
        )
    return None
