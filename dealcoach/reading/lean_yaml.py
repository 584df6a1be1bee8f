"""PyYAML's binding of libyaml without the rest of PyYAML, whose import takes as long as ten reviews.

`yaml._yaml` imports the pure parser, constructors and emitters for the names of their errors only. For
a process that is all ours, they are stood in for while the binding is imported; the package itself is
run when somebody asks it for something.
"""

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

_ERRORS = {
    "composer": "ComposerError",
    "constructor": "ConstructorError",
    "emitter": "EmitterError",
    "parser": "ParserError",
    "reader": "ReaderError",
    "representer": "RepresenterError",
    "scanner": "ScannerError",
    "serializer": "SerializerError",
}
_PLAIN = ("error", "tokens", "events", "nodes")


class _Package(ModuleType):
    """The package `yaml`, run when a name of it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if name.startswith("__") or spec is None or spec.loader is None:
            raise AttributeError(name)
        object.__setattr__(self, "__class__", ModuleType)
        spec.loader.exec_module(self)
        return getattr(self, name)


def import_lean() -> None:
    """Import `yaml._yaml` alone, where PyYAML has it and nobody has imported PyYAML yet."""
    spec = None if "yaml" in sys.modules else PathFinder.find_spec("yaml")
    if spec is None or not spec.submodule_search_locations:
        return
    package = sys.modules["yaml"] = _package(spec)
    try:
        for name in _PLAIN:
            import_module(f"yaml.{name}")
        _stand_in(package)
        import_module("yaml._yaml")
    except Exception:  # a PyYAML without libyaml, or one that is put together differently: take it whole
        for name in [name for name in sys.modules if name == "yaml" or name.startswith("yaml.")]:
            del sys.modules[name]
        return
    for name in _ERRORS:
        del sys.modules[f"yaml.{name}"]
        delattr(package, name)


def _stand_in(package: ModuleType) -> None:
    from yaml.error import MarkedYAMLError, YAMLError

    class ReaderError(YAMLError):
        """What libyaml says of a character or byte that it does not take."""

        def __init__(self, name: str, position: int, character: Any, encoding: str, reason: str) -> None:
            super().__init__(reason)
            self.name, self.position, self.character = name, position, character
            self.encoding, self.reason = encoding, reason

    for name, error in _ERRORS.items():
        module = sys.modules[f"yaml.{name}"] = ModuleType(f"yaml.{name}")
        kind = ReaderError if name == "reader" else type(error, (MarkedYAMLError,), {})
        setattr(module, error, kind)
        setattr(package, name, module)


def _package(spec: ModuleSpec) -> ModuleType:
    package = _Package("yaml")
    package.__spec__, package.__loader__ = spec, spec.loader
    package.__file__, package.__package__ = spec.origin, "yaml"
    package.__path__ = list(spec.submodule_search_locations or ())
    return package
