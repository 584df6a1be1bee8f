"""The entry point: runs the command line and turns every ending into one exit code."""

from __future__ import annotations

import os
import sys

from dealcoach.cli.exits import CommandError, Exit


def main() -> None:
    """Run dealcoach with the arguments of the process.

    The process ends without tearing its modules down, which takes as long as a review.
    """
    code = run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or Exit.OK
    os._exit(code)


def run() -> int:
    """The exit code; a pipe that was closed ends quietly, an internal error ends with 2."""
    try:
        code = _call()
        sys.stdout.flush()
    except BrokenPipeError:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        return Exit.OK
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped\n")
        return 130
    except CommandError as error:
        _say(str(error))
        return error.code
    except Exception as error:
        if os.environ.get("DEALCOACH_DEBUG"):
            raise
        _say(
            f"dealcoach: internal error: {type(error).__name__}: {error}\n"
            "Set DEALCOACH_DEBUG=1 to see where; please report it."
        )
        return Exit.USAGE
    return code


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
    return int(result or 0)


if __name__ == "__main__":
    main()
