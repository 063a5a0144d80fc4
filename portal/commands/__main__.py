"""``python -m portal.commands`` is ``portal``."""

from portal.launching import main

main()
