"""The generator of the documentation is a module of the repository, found from its root."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
