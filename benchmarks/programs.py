"""The programs that are compared: dealcoach in several ways, a bare YAML loader, and three peers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.generate import AS_OF
from benchmarks.measuring import Task

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
NODE = BIN.parent / "benchmarks"
"""Where npm installs Spectral."""
LOADER = "CSafeLoader"
_LOAD = """
import sys, yaml
from pathlib import Path
count = 0
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    with open(path, "rb") as stream:
        count += yaml.load(stream, yaml.CSafeLoader) is not None
assert count
"""


class Bench:
    """A place for measurements: folders of deals, a cache of their own, a schema."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cache = root / "cache"
        self.environment = {"DEALCOACH_CACHE_DIR": str(self.cache)}
        self.schema = root / "deal.schema.json"
        self.missing: list[str] = []
        """Peers that could not take part, and why."""
        with self.schema.open("wb") as stream:
            subprocess.run([BIN / "dealcoach", "schema", "deal"], stdout=stream, check=True)

    def forget(self) -> None:
        """A cold start: no results of earlier runs."""
        for file in self.cache.glob("results/*"):
            file.unlink()

    def dealcoach(self, name: str, command: str, path: str, *options: str, cold: bool = True) -> Task:
        """A call of dealcoach, with or without the results of the call before."""
        words = [command, path, "--as-of", AS_OF.isoformat(), "--quiet", "--no-history", *options]
        before = self.forget if cold else None
        return Task(name, [str(BIN / "dealcoach"), *words], self.root, before, environment=self.environment)

    def loader(self, path: str) -> Task:
        """PyYAML's fastest loader, which knows neither places nor rules."""
        return Task(LOADER, [sys.executable, "-c", _LOAD, path], self.root)

    def ways(self, path: str) -> Iterator[Task]:
        """The same review in each of the ways that are compared."""
        json = ("--format", "json")
        yield self.loader(path)
        yield self.dealcoach("review, cold, 1 process", "review", path, *json, "--jobs", "1")
        yield self.dealcoach("review, cold, 2 processes", "review", path, *json, "--jobs", "2")
        yield self.dealcoach("review, warm", "review", path, *json, cold=False)
        yield self.dealcoach("lint, JSON, no cache", "lint", path, *json, "--no-cache")
        yield self.dealcoach("lint, SARIF, no cache", "lint", path, "--format", "sarif", "--no-cache")

    def peers(self, path: str) -> Iterator[Task]:
        """Checkers of YAML files; each as it is usually called."""
        files = "{extends: default, rules: {line-length: disable, document-start: disable}}"
        if self._has("yamllint"):
            yield Task("yamllint", [str(BIN / "yamllint"), "-d", files, path], self.root)
        if self._has("check-jsonschema"):
            found = sorted(str(file) for file in (self.root / path).rglob("*.yaml")) or [path]
            words = ["--schemafile", str(self.schema), *found]
            yield Task("check-jsonschema", [str(BIN / "check-jsonschema"), *words], self.root)
        if spectral := self._spectral():
            pattern = path if path.endswith(".yaml") else f"{path}/**/*.yaml"
            rules = str(HERE / "peers" / "spectral.yaml")
            words = [str(spectral), "lint", "--ruleset", rules, "--format", "json", "--quiet", pattern]
            yield Task("Spectral", words, self.root)

    def _has(self, name: str) -> bool:
        if (BIN / name).exists():
            return True
        self._miss(f"{name} is not installed")
        return False

    def _spectral(self) -> Path | None:
        program = NODE / "node_modules" / ".bin" / "spectral"
        if program.exists():
            return program
        npm = shutil.which("npm")
        if npm is None:
            self._miss("Spectral is left out: there is no npm")
            return None
        NODE.mkdir(parents=True, exist_ok=True)
        words = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "@stoplight/spectral-cli@6"]
        done = subprocess.run(words, cwd=NODE, capture_output=True, text=True, check=False)
        if done.returncode == 0 and program.exists():
            return program
        self._miss("Spectral is left out: npm could not install it")
        return None

    def _miss(self, why: str) -> None:
        if why not in self.missing:
            self.missing.append(why)
