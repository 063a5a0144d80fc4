"""Configuration: one frozen object, from the environment and the instance's own file, refused at start when unsafe.

A default here is valid in production and fit to be public, or it does not exist. Whose site it is, is read in
``portal.identity``, beside the policy pack that states the rest of it.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SETTINGS = "portal.toml"
DEMONSTRATION = Path(__file__).resolve().parent.parent / "content" / "demo" / "data"
DEMONSTRATION_SETTINGS = "site.toml"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
SECRET_LENGTH = 32
CACHE_MEGABYTES = 24
MODES = ("production", "training", "demonstration")
LOG_FORMATS = ("json", "text")
SITE_VARIABLES = ("name", "city", "unit", "email", "phone")


class UnsafeConfig(Exception):
    """The portal must not start like this; every fault is named."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Config:
    """Everything that can be set. Paths are absolute.

    ``policy_pack`` is a folder, or the name of a pack that comes with Open Accord; empty means the one that comes
    with it. ``demonstration_data`` is the folder that a demonstration is loaded from; ``site`` is the ``[site]`` table.
    """

    instance: Path
    database_url: str
    secret_key: str
    demonstration: bool
    public_url: str
    host: str
    port: int
    mail_url: str
    mail_from: str
    policy_pack: str
    training: bool = False
    log_format: str = "text"
    metrics_token: str = ""
    cache_bytes: int = CACHE_MEGABYTES * 1024 * 1024
    site: Mapping[str, Any] = field(default_factory=dict)
    demonstration_data: Path = DEMONSTRATION
    max_body: int = 20 * 1024 * 1024

    @property
    def files(self) -> Path:
        return self.instance / "files"

    @property
    def index(self) -> Path:
        return self.instance / "index"

    @property
    def mail_folder(self) -> Path:
        return self.instance / "mail"

    @property
    def keeps_mail(self) -> bool:
        """Whether mail stays in a folder of the instance: always in training, in a demonstration without a server."""
        return self.training or not self.mail_url

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        """The hosts a request may name; everything else is answered with 400."""
        host = urlsplit(self.public_url).hostname or ""
        return (host, *LOOPBACK) if self.demonstration else (host,)


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration of the instance that ``INSTANCE`` names. Raises UnsafeConfig.

    The environment wins over ``portal.toml`` in the instance folder, so that commands need ``INSTANCE`` alone; in a
    demonstration both win over ``site.toml`` of the demonstration's own folder.
    """
    instance = Path(environ.get("INSTANCE", "instance")).resolve()
    settings = read_settings(instance / SETTINGS)
    mode = environ.get("MODE") or settings.get("mode") or "production"
    folder = Path(environ.get("DEMONSTRATION_DATA") or settings.get("demonstration_data") or DEMONSTRATION).resolve()
    if mode == "demonstration":
        theirs = read_settings(folder / DEMONSTRATION_SETTINGS)
        settings = {**theirs, **settings, "site": {**theirs["site"], **settings["site"]}}

    def get(name: str, default: str = "") -> str:
        return environ.get(name) or str(settings.get(name.lower()) or default)

    site = {**settings["site"], **{name: got for name in SITE_VARIABLES if (got := get(f"SITE_{name.upper()}"))}}
    port, cache = get("PORT", "8000"), get("PAGE_CACHE_MB", str(CACHE_MEGABYTES))
    config = Config(
        instance=instance,
        database_url=get("DATABASE_URL", f"sqlite:///{instance / 'portal.sqlite'}"),
        secret_key=get("SECRET_KEY"),
        demonstration=mode == "demonstration",
        public_url=get("PUBLIC_URL", f"http://localhost:{port}").rstrip("/"),
        host=get("HOST", "127.0.0.1"),
        port=int(port) if port.isdigit() else -1,
        mail_url=get("MAIL_URL"),
        mail_from=get("MAIL_FROM", "no-reply@localhost"),
        policy_pack=get("POLICY_PACK"),
        training=mode == "training",
        log_format=get("LOG_FORMAT", "text" if mode == "demonstration" else "json"),
        metrics_token=get("METRICS_TOKEN"),
        cache_bytes=int(cache) * 1024 * 1024 if cache.isdigit() else -1,
        # Named where it would be misplaced, so that the site can say where it belongs.
        site={**site, "time_zone": get("TIME_ZONE")} if get("TIME_ZONE") else site,
        demonstration_data=folder,
    )
    faults = _faults(config, mode)
    if faults:
        raise UnsafeConfig(faults)
    return config


def begin_demonstration(environ: Mapping[str, str] = os.environ) -> bool:
    """Make a new instance a demonstration: its own secret, loopback only. False when the instance exists already.

    The folder that it is loaded from is kept, because every later command needs ``INSTANCE`` alone.
    """
    instance = Path(environ.get("INSTANCE", "instance")).resolve()
    path = instance / SETTINGS
    if path.exists() or environ.get("MODE") == "production":
        return False
    instance.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    lines = ['mode = "demonstration"', f'secret_key = "{secrets.token_hex(32)}"']
    if environ.get("DEMONSTRATION_DATA"):
        lines.append(f"demonstration_data = '{Path(environ['DEMONSTRATION_DATA']).resolve()}'")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return True


def read_settings(path: Path) -> dict[str, Any]:
    """A file of settings, with paths in it resolved beside it; nothing but an empty site when there is none.

    Raises UnsafeConfig when it cannot be read.
    """
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnsafeConfig([f"{path}: cannot be read: {error}"]) from error
    site = settings.get("site", {})
    if not isinstance(site, dict):
        raise UnsafeConfig([f"{path}: [site] must be a table."])
    if isinstance(site.get("logo"), str):
        site["logo"] = str(path.parent / site["logo"])
    pack = settings.get("policy_pack")
    if isinstance(pack, str) and "/" in pack:
        settings["policy_pack"] = str((path.parent / pack).resolve())
    if isinstance(settings.get("demonstration_data"), str):
        settings["demonstration_data"] = str(path.parent / settings["demonstration_data"])
    return {**settings, "site": site}


def _faults(config: Config, mode: str) -> list[str]:
    faults = []
    if mode not in MODES:
        faults.append("MODE must be production, training or demonstration.")
    if config.log_format not in LOG_FORMATS:
        faults.append("LOG_FORMAT must be json or text.")
    if config.cache_bytes < 0:
        faults.append("PAGE_CACHE_MB must be a whole number of megabytes; 0 keeps no answers.")
    if len(config.secret_key) < SECRET_LENGTH:
        faults.append(f"SECRET_KEY must be set, to {SECRET_LENGTH} random characters or more.")
    if not 0 < config.port < 65536:
        faults.append("PORT must be a number from 1 to 65535.")
    if config.demonstration and config.host not in LOOPBACK:
        faults.append("A demonstration answers on the loopback address only: leave HOST unset.")
    if config.demonstration and not config.demonstration_data.is_dir():
        faults.append(f"DEMONSTRATION_DATA must be a folder: {config.demonstration_data} is none.")
    if not config.demonstration:
        if not config.is_https:
            faults.append("PUBLIC_URL must be the https:// address of the site.")
        if not config.mail_url and not config.training:
            faults.append("MAIL_URL must name the mail server, like smtp://mail.example:25.")
    if config.mail_url and urlsplit(config.mail_url).scheme not in ("smtp", "smtps", "smtp+starttls"):
        faults.append("MAIL_URL must begin with smtp://, smtps:// or smtp+starttls://.")
    return faults
