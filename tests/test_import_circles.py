"""No module needs, however late or for types alone, a module that needs it."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "dealcoach").rglob("*.py")
}


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports, in functions and for types, too.

    The package itself does not count: it names the library, and all may read its version.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names} & MODULES.keys()
            found |= inside or {node.module}
    return found & MODULES.keys() - {"dealcoach"}


def test_no_circle_of_imports() -> None:
    graph = {name: imported(path) for name, path in MODULES.items()}
    assert graph["dealcoach.reading.searching"] >= {"dealcoach.reading.remote", "dealcoach.reading.folders"}
    TopologicalSorter(graph).prepare()
