"""The compiled schema is what pydantic would build today, and the layers import in one direction."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import dealcoach
from dealcoach.model import generate

PACKAGE = Path(dealcoach.__file__).parent
LAYERS = {
    "model": 0, "reading": 1, "rules": 2, "review": 3, "history": 4, "coaching": 5, "importing": 5,
    "comparing": 5, "output": 6, "cli": 7, "__main__": 8,
}  # fmt: skip


def test_the_compiled_schema_is_up_to_date() -> None:
    assert generate.TARGET.read_text(encoding="utf-8") == generate.generated()


def imports_of(path: Path) -> set[str]:
    """The modules of the package that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dealcoach"):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                is_module = (PACKAGE.parent / (whole.replace(".", "/") + ".py")).exists()
                found.add(whole if is_module else str(node.module))
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("dealcoach.")}
    return found


def modules() -> dict[str, set[str]]:
    rows = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        rows[name] = imports_of(path) - {name}
    return rows


def layer(module: str) -> int:
    parts = module.split(".")
    return LAYERS.get(parts[1], 8) if len(parts) > 1 else -1


def test_imports_go_one_way() -> None:
    wrong = [
        f"{name} imports {other}" for name, others in modules().items() for other in others
        if layer(other) > layer(name) and layer(name) >= 0
    ]  # fmt: skip
    assert wrong == []


def test_no_module_imports_itself_in_a_circle() -> None:
    """Imports that only type checkers see, and those inside functions, may point back."""
    TopologicalSorter({name: _at_the_top(name) for name in modules()}).prepare()


def _at_the_top(name: str) -> set[str]:
    path = PACKAGE.parent / (name.replace(".", "/") + ".py")
    if not path.exists():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    found = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dealcoach."):
            found.add(str(node.module))
    return {other for other in found if (PACKAGE.parent / (other.replace(".", "/") + ".py")).exists()}


def test_modules_are_small_and_say_what_they_are_for() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if text.strip():
            assert ast.get_docstring(ast.parse(text)), path.name


def test_printing_happens_in_one_place() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "cli" in path.parts or path.name in ("__main__.py", "generate.py"):
            continue
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        ]
        assert not [row for row in calls if isinstance(row.func, ast.Name) and row.func.id == "print"], (
            path.name
        )
