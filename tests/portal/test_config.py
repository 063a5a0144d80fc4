"""Configuration is refused at start when unsafe, and says everything that is wrong."""

from pathlib import Path

import pytest

from portal.config import UnsafeConfig, begin_demonstration, load

SAFE = {"SECRET_KEY": "s" * 32, "PUBLIC_URL": "https://accord.example", "MAIL_URL": "smtp://mail.example:25"}


def test_a_safe_production_starts(tmp_path: Path) -> None:
    config = load({"INSTANCE": str(tmp_path), **SAFE})
    assert (config.demonstration, config.trusted_hosts, config.is_https) == (False, ("accord.example",), True)


@pytest.mark.parametrize(
    "change,words",
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"PUBLIC_URL": "http://accord.example"}, "PUBLIC_URL"),
        ({"MAIL_URL": ""}, "MAIL_URL"),
        ({"MAIL_URL": "http://mail.example"}, "MAIL_URL"),
        ({"PORT": "eighty"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"MODE": "debug"}, "MODE"),
        ({"MODE": "demonstration", "HOST": "0.0.0.0"}, "loopback"),
    ],
)
def test_an_unsafe_setting_is_refused_by_name(tmp_path: Path, change: dict[str, str], words: str) -> None:
    with pytest.raises(UnsafeConfig) as refused:
        load({"INSTANCE": str(tmp_path), **SAFE, **change})
    assert [words in fault for fault in refused.value.faults] == [True]


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnsafeConfig) as refused:
        load({"INSTANCE": str(tmp_path)})
    assert len(refused.value.faults) == 3


def test_a_demonstration_makes_its_own_secret_and_keeps_it(tmp_path: Path) -> None:
    environ = {"INSTANCE": str(tmp_path / "new")}
    assert begin_demonstration(environ) is True
    first = load(environ)
    assert begin_demonstration(environ) is False
    assert (load(environ).secret_key, first.demonstration) == (first.secret_key, True)
    assert (tmp_path / "new" / "portal.toml").stat().st_mode & 0o077 == 0


def test_a_production_never_becomes_a_demonstration(tmp_path: Path) -> None:
    assert begin_demonstration({"INSTANCE": str(tmp_path / "new"), "MODE": "production"}) is False


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    environ = {"INSTANCE": str(tmp_path / "new")}
    begin_demonstration(environ)
    assert load({**environ, "SITE_CITY": "Port Almora"}).site["city"] == "Port Almora"


def test_a_demonstration_is_loaded_from_the_folder_it_was_begun_with(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "site.toml").write_text(
        'policy_pack = "./pack"\n[site]\nname = "N"\nemail = "a@city.example"\nlogo = "l.svg"\n'
    )
    environ = {"INSTANCE": str(tmp_path / "new")}
    begin_demonstration({**environ, "DEMONSTRATION_DATA": str(folder)})
    config = load(environ)
    assert (config.demonstration_data, config.policy_pack) == (folder, str(folder / "pack"))
    assert config.site == {"name": "N", "email": "a@city.example", "logo": str(folder / "l.svg")}


def test_the_instance_wins_over_the_demonstration_and_the_environment_over_both(tmp_path: Path) -> None:
    environ = {"INSTANCE": str(tmp_path)}
    begin_demonstration(environ)
    with (tmp_path / "portal.toml").open("a") as settings:
        settings.write('[site]\nname = "Ours"\nphone = "1"\n')
    site = load({**environ, "SITE_PHONE": "2"}).site
    assert (site["name"], site["phone"], site["city"]["en"] != "") == ("Ours", "2", True)


def test_a_production_knows_nothing_of_the_demonstration(tmp_path: Path) -> None:
    config = load({"INSTANCE": str(tmp_path), **SAFE})
    assert (config.site, config.policy_pack) == ({}, "")


def test_a_time_zone_beside_the_policy_is_left_to_the_site_to_judge(tmp_path: Path) -> None:
    assert load({"INSTANCE": str(tmp_path), **SAFE, "TIME_ZONE": "Europe/Rome"}).site == {"time_zone": "Europe/Rome"}


@pytest.mark.parametrize(
    "settings,words",
    [("mode = \n", "cannot be read"), ('site = "ours"\n', "[site] must be a table")],
)
def test_a_file_of_settings_that_cannot_be_used_is_named(tmp_path: Path, settings: str, words: str) -> None:
    (tmp_path / "portal.toml").write_text(settings)
    with pytest.raises(UnsafeConfig) as refused:
        load({"INSTANCE": str(tmp_path), **SAFE})
    assert [(str(tmp_path / "portal.toml") in fault, words in fault) for fault in refused.value.faults] == [
        (True, True)
    ]


def test_a_demonstration_needs_its_folder(tmp_path: Path) -> None:
    environ = {"INSTANCE": str(tmp_path / "new"), "MODE": "demonstration", "SECRET_KEY": "s" * 32}
    with pytest.raises(UnsafeConfig) as refused:
        load({**environ, "DEMONSTRATION_DATA": str(tmp_path / "nowhere")})
    assert refused.value.faults == [f"DEMONSTRATION_DATA must be a folder: {tmp_path / 'nowhere'} is none."]
