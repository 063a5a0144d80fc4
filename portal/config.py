"""Configuration: one frozen object, from the environment and the instance's own file, refused at start when unsafe.

A default here is valid in production and fit to be public, or it does not exist.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SETTINGS = "portal.toml"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
SECRET_LENGTH = 32


class UnsafeConfig(Exception):
    """The portal must not start like this; every fault is named."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Site:
    """Whose site it is."""

    name: str
    city: str
    unit: str
    email: str


@dataclass(frozen=True)
class Config:
    """Everything that can be set. Paths are absolute, the time zone is an IANA name."""

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
    time_zone: str
    site: Site
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
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        """The hosts a request may name; everything else is answered with 400."""
        host = urlsplit(self.public_url).hostname or ""
        return (host, *LOOPBACK) if self.demonstration else (host,)


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration of the instance that ``INSTANCE`` names. Raises UnsafeConfig.

    The environment wins over ``portal.toml`` in the instance folder, so that commands need ``INSTANCE`` alone.
    """
    instance = Path(environ.get("INSTANCE", "instance")).resolve()
    settings = _settings(instance)

    def get(name: str, default: str = "") -> str:
        return environ.get(name) or settings.get(name.lower()) or default

    port = get("PORT", "8000")
    config = Config(
        instance=instance,
        database_url=get("DATABASE_URL", f"sqlite:///{instance / 'portal.sqlite'}"),
        secret_key=get("SECRET_KEY"),
        demonstration=get("MODE", "production") == "demonstration",
        public_url=get("PUBLIC_URL", f"http://localhost:{port}").rstrip("/"),
        host=get("HOST", "127.0.0.1"),
        port=int(port) if port.isdigit() else -1,
        mail_url=get("MAIL_URL"),
        mail_from=get("MAIL_FROM", "no-reply@localhost"),
        policy_pack=get("POLICY_PACK", "toronto-2024"),
        time_zone=get("TIME_ZONE", "America/Toronto"),
        site=Site(
            name=get("SITE_NAME", "Open Accord"),
            city=get("SITE_CITY", "Toronto"),
            unit=get("SITE_UNIT", "Strategic Protocol and External Relations"),
            email=get("SITE_EMAIL", ""),
        ),
    )
    faults = _faults(config, get("MODE", "production"))
    if faults:
        raise UnsafeConfig(faults)
    return config


def begin_demonstration(environ: Mapping[str, str] = os.environ) -> bool:
    """Make a new instance a demonstration: its own secret, loopback only. False when the instance exists already."""
    instance = Path(environ.get("INSTANCE", "instance")).resolve()
    path = instance / SETTINGS
    if path.exists() or environ.get("MODE") == "production":
        return False
    instance.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(f'mode = "demonstration"\nsecret_key = "{secrets.token_hex(32)}"\n', encoding="utf-8")
    return True


def _settings(instance: Path) -> dict[str, str]:
    path = instance / SETTINGS
    if not path.exists():
        return {}
    return {key: str(value) for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def _faults(config: Config, mode: str) -> list[str]:
    faults = []
    if mode not in ("production", "demonstration"):
        faults.append("MODE must be production or demonstration.")
    if len(config.secret_key) < SECRET_LENGTH:
        faults.append(f"SECRET_KEY must be set, to {SECRET_LENGTH} random characters or more.")
    if not 0 < config.port < 65536:
        faults.append("PORT must be a number from 1 to 65535.")
    if config.demonstration and config.host not in LOOPBACK:
        faults.append("A demonstration answers on the loopback address only: leave HOST unset.")
    if not config.demonstration:
        if not config.is_https:
            faults.append("PUBLIC_URL must be the https:// address of the site.")
        if not config.mail_url:
            faults.append("MAIL_URL must name the mail server, like smtp://mail.example:25.")
    if config.mail_url and urlsplit(config.mail_url).scheme not in ("smtp", "smtps", "smtp+starttls"):
        faults.append("MAIL_URL must begin with smtp://, smtps:// or smtp+starttls://.")
    return faults
