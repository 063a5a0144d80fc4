"""The second city: where its data lie, and an instance of it."""

from pathlib import Path
from typing import Any

from portal.config import read_settings

FOLDER = Path(__file__).parent / "puerto-alerce"
PACK = FOLDER / "pack"
SETTINGS = read_settings(FOLDER / "site.toml")
CHARTER, ACTION = "hermanamiento", "accion-conjunta"


def config_values() -> dict[str, Any]:
    """What differs from the configuration that the tests use otherwise."""
    return {**{name: SETTINGS[name] for name in ("policy_pack", "site")}, "demonstration_data": FOLDER}
