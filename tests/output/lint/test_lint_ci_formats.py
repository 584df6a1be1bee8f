"""The formats of CI systems: GitHub commands, GitLab code quality, JUnit XML, the Markdown summary."""

import json
import xml.etree.ElementTree as ET

import pytest
from lint_samples import HOSTILE, hostile, item, ordinary, rendered, report

from dealcoach.output.lint_markdown import PLACES


class TestGitHub:
    @pytest.mark.parametrize(
        ("severity", "level"), [("high", "error"), ("medium", "warning"), ("low", "notice")]
    )
    def test_levels(self, severity, level):
        assert rendered("github", report([item(severity=severity)])).startswith(f"::{level} file=")

    def test_escapes(self):
        hard = item(file="a,b:c%d\n.yaml", rule="gone-dark", message="50%: a,b\r\nc")
        assert rendered("github", report([hard])) == (
            "::error file=a%2Cb%3Ac%25d%0A.yaml,line=12,col=3,title=gone-dark::50%25: a,b%0D%0Ac\n"
        )

    def test_a_runner_reads_back_one_command_an_item(self):
        commands = rendered("github", hostile()).split("\n")[:-1]
        assert len(commands) == len(hostile().items)
        for command, sent in zip(commands, hostile().items, strict=True):
            properties, message = read_command(command)
            assert set(properties) == {"file", "line", "col", "title"}
            if sent.message.replace("\n", "").replace("\r", "").isprintable():
                assert (properties["file"], message) == (sent.file, sent.message)


def read_command(command):
    """What a runner makes of a line: it splits at the first `::` and at commas, then unescapes."""
    head, message = command.removeprefix("::").split("::", 1)
    pairs = [pair.split("=", 1) for pair in head.split(" ", 1)[1].split(",")]
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        message = message.replace(code, char)
    unescape = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
    properties = {}
    for key, value in pairs:
        properties[key] = value
        for code, char in unescape:
            properties[key] = properties[key].replace(code, char)
    return properties, message


class TestGitLab:
    def test_the_promised_keys(self):
        for entry in json.loads(rendered("gitlab", ordinary())):
            assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
            assert entry["severity"] in {"critical", "major", "minor"}
            assert set(entry["location"]) == {"path", "lines"}

    def test_fingerprints_are_unique(self):
        found = [entry["fingerprint"] for entry in json.loads(rendered("gitlab", ordinary()))]
        assert len(set(found)) == len(found) == 5

    def test_the_path_has_no_leading_dot(self):
        (entry,) = json.loads(rendered("gitlab", report([item(file="./deals/a.yaml")])))
        assert entry["location"]["path"] == "deals/a.yaml"


class TestJUnit:
    def test_a_suite_per_file_a_case_per_item(self):
        root = ET.fromstring(rendered("junit", ordinary()))
        assert [(suite.get("name"), suite.get("tests")) for suite in root] == [
            ("deals/northwind.yaml", "3"),
            ("deals/zoë & söhne.yaml", "2"),
        ]
        assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "5", "0")

    def test_the_names_of_a_suite_are_unique(self):
        for suite in ET.fromstring(rendered("junit", ordinary())):
            names = [case.get("name") for case in suite]
            assert len(set(names)) == len(names)

    def test_a_clean_folder_passes_one_case(self):
        root = ET.fromstring(rendered("junit", report([], files=1)))
        (case,) = root.iter("testcase")
        assert (case.get("name"), len(case), root.get("tests")) == ("1 deal file without a finding", 0, "1")
        assert root.get("failures") == "0"

    def test_what_xml_cannot_write_is_visible(self):
        root = ET.fromstring(
            rendered("junit", report([item(message="a\x00b\x0c\ufffe\udcff ]]> &amp;\r\n")]))
        )
        assert root.find(".//failure").get("message") == "a\\x00b\\x0c\\ufffe\\xff ]]> &amp;\r\n"


class TestMarkdown:
    def test_hostile_text_opens_no_cell_and_no_tag(self):
        page = as_page(rendered("markdown", hostile()))
        assert {len(row) for row in page.findall(".//tr")} == {3, 5}
        ours = {"page", "h2", "p", "table", "thead", "tbody", "tr", "th", "td"}
        assert {tag.tag for tag in page.iter()} == ours

    def test_words_read_as_they_were_written(self):
        page = as_page(rendered("markdown", hostile()))
        cells = [(cell.text or "").replace("\u200b", "") for cell in page.findall(".//td")]
        for text in HOSTILE:
            if text.isprintable():
                assert " ".join(f"gone-dark: {text}".split()) in cells

    def test_a_long_list_ends(self):
        lines = rendered("markdown", report([item(line=n) for n in range(1, PLACES + 8)])).splitlines()
        assert lines[-1] == "and 7 more"
        assert sum("northwind" in line for line in lines) == PLACES


def as_page(markdown):
    """The summary as a browser would have it; two characters that XML cannot hold are taken out."""
    from markdown_it import MarkdownIt

    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown)
    return ET.fromstring(f"<page>{html.translate({0xFFFE: None, 0xFFFF: None})}</page>")
