"""``python -m portal.commands`` is ``portal``."""

from portal.commands import main

main()
