"""The ``portal`` command's first step: for a start, the web process begins before the commands are imported."""

import sys
from importlib import import_module

from portal import web


def main() -> None:
    """Run the command. What takes long to import is imported here and not above, on purpose."""
    early = web.begin_early() if sys.argv[1:2] == ["run"] else None
    commands = import_module("portal.commands")
    commands.main(web=early)


if __name__ == "__main__":
    main()
