"""The entry point: runs the command line and turns every ending into one exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextlib import suppress

from dealcoach.cli.exits import CommandError, Exit
from dealcoach.reading.lean_yaml import import_lean

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
_COLLECT_AFTER = 100_000
"""Objects after which cycles are looked for: a single review makes fewer, and leaves none behind."""
_INTERRUPTED = 130
"""128 and the number of the signal, as shells have it; typer, too."""


def main() -> None:
    """Run dealcoach with the arguments of the process.

    The process ends without tearing its modules down, which takes as long as a review.
    """
    gc.set_threshold(_COLLECT_AFTER, 50, 50)
    import_lean()
    code = run()
    with suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    os._exit(code)


def run() -> int:
    """The exit code; a pipe that was closed ends quietly, an internal error ends with 2."""
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us
        if sys.stderr is not None:
            _say("standard output is closed; there is nowhere to write to")
        return Exit.USAGE
    try:
        code = _call()
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return Exit.OK
    except KeyboardInterrupt:
        _drop_output()
        sys.stderr.write("\nstopped\n")
        return _INTERRUPTED
    except CommandError as error:
        _say(str(error))
        return error.code
    except OSError as error:
        if error.errno not in _NO_ROOM:
            return _internal(error)
        _drop_output()
        _say(f"the output cannot be written: {error.strerror}")
        return Exit.USAGE
    except Exception as error:
        return _internal(error)
    return code


def _internal(error: Exception) -> int:
    if os.environ.get("DEALCOACH_DEBUG"):
        raise error
    _say(
        f"dealcoach: internal error: {type(error).__name__}: {error}\n"
        "Set DEALCOACH_DEBUG=1 to see where; please report it."
    )
    return Exit.USAGE


def _drop_output() -> None:
    """What nobody reads any more is not waited for."""
    with suppress(OSError, ValueError):  # an output that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(text: str) -> None:
    from dealcoach.output.terminal import safe

    lines = (safe(line) for line in text.splitlines())
    sys.stderr.write("\n".join(lines) + "\n")


def _call() -> int:
    import typer
    from typer._click.exceptions import ClickException

    from dealcoach.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        result = app(standalone_mode=False, prog_name="dealcoach")
    except ClickException as error:
        error.show()
        return Exit.USAGE
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit:  # how typer ends when the reader of a pipe has gone
        raise BrokenPipeError from None
    if result == _INTERRUPTED:
        raise KeyboardInterrupt
    return int(result or 0)


if __name__ == "__main__":
    main()
