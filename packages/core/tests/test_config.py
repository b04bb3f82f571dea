"""Settings are layered, typed and strict, and never give a secret away."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme.core.config import load
from acme.core.errors import ConfigurationError, MissingFileError
from acme.core.secret import Secret
from acme.core.validation import at_least


@dataclass(frozen=True)
class Database:
    """A group of settings."""

    url: str = "sqlite://"
    password: Secret | None = None


@dataclass(frozen=True)
class Settings:
    """Every type that a setting can have."""

    threads: int | None = field(default=None, metadata={"validate": at_least(1)})
    ratio: float = 0.5
    quiet: bool = False
    name: str = "acme"
    folder: Path = Path()
    columns: tuple[str, ...] = ()
    features: dict[str, bool] = field(default_factory=dict)
    database: Database = field(default_factory=Database)


@dataclass(frozen=True)
class Needed:
    """A setting without a default."""

    token: Secret


def from_toml(tmp_path: Path, text: str, **layers: Any) -> Settings:
    """Load settings from a file with that text and no environment but what is given."""
    file = tmp_path / "acme.toml"
    file.write_text(text, encoding="utf-8")
    return load(Settings, file=file, **{"environment": {}} | layers)


def test_defaults_hold_when_nothing_is_set() -> None:
    assert load(Settings, environment={}) == Settings()


def test_each_layer_beats_the_one_below(tmp_path: Path) -> None:
    text = "threads = 1\nratio = 0.1\nname = 'file'"
    environment = {"ACME_THREADS": "2", "ACME_RATIO": "0.2"}

    settings = from_toml(tmp_path, text, environment=environment, arguments={"threads": 3})

    assert (settings.threads, settings.ratio, settings.name) == (3, 0.2, "file")


def test_argument_of_none_is_not_given() -> None:
    settings = load(Settings, environment={"ACME_NAME": "mine"}, arguments={"name": None})

    assert settings.name == "mine"


@pytest.mark.parametrize(
    ("variable", "text", "key", "value"),
    [
        ("ACME_THREADS", "90", "threads", 90),
        ("ACME_RATIO", "1e-3", "ratio", 0.001),
        ("ACME_QUIET", "Yes", "quiet", True),
        ("ACME_QUIET", "1", "quiet", True),
        ("ACME_QUIET", "0", "quiet", False),
        ("ACME_FOLDER", "/data", "folder", Path("/data")),
        ("ACME_COLUMNS", '["a", "b"]', "columns", ("a", "b")),
        ("ACME_FEATURES", "{fast = true, safe = false}", "features", {"fast": True, "safe": False}),
        ("ACME_DATABASE__URL", "postgresql://db", "database", Database("postgresql://db")),
    ],
)
def test_text_of_the_environment_becomes_the_setting_s_type(
    variable: str, text: str, key: str, value: object
) -> None:
    settings = load(Settings, environment={variable: text, "HOME": "/root"})

    assert getattr(settings, key) == value


@given(
    threads=st.integers(min_value=1),
    ratio=st.floats(allow_nan=False),
    quiet=st.booleans(),
    name=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
)
def test_every_value_survives_the_environment(
    threads: int, ratio: float, quiet: bool, name: str
) -> None:
    environment = {
        "ACME_THREADS": str(threads),
        "ACME_RATIO": str(ratio),
        "ACME_QUIET": str(quiet),
        "ACME_NAME": name,
    }

    settings = load(Settings, environment=environment)

    assert settings == Settings(threads=threads, ratio=ratio, quiet=quiet, name=name)


def test_file_has_groups_lists_and_tables(tmp_path: Path) -> None:
    text = """
        ratio = 1
        folder = "/data"
        columns = ["a", "b"]
        features = { fast = true }
        [database]
        password = "lovelace"
    """

    settings = from_toml(tmp_path, text)

    assert settings == Settings(
        ratio=1.0,
        folder=Path("/data"),
        columns=("a", "b"),
        features={"fast": True},
        database=Database(password=Secret("lovelace")),
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("threads = '4'", 'key "threads": this must be a whole number'),
        ("threads = true", 'key "threads": this must be a whole number'),
        ("threads = 0", 'key "threads": 0 is less than 1'),
        ("thread = 4", 'unknown setting "thread" (did you mean "threads"?)'),
        ("columns = 'a'", 'key "columns": this must be a list of texts'),
        ("features = 1", 'key "features": this must be a table of booleans'),
        ("database = 1", 'unknown setting "database"'),
        ("[database]\nulr = 'x'", 'unknown setting "database.ulr" (did you mean "database.url"'),
        ("[databaze]\nurl = 'x'", 'unknown setting "databaze"'),
        ("database.password = 123", 'key "database.password": this must be a text'),
        ("threads 4", "acme.toml:1:9: this is no TOML: "),
    ],
)
def test_faulty_file_is_refused_with_its_name_and_the_key(
    tmp_path: Path, text: str, fault: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        from_toml(tmp_path, text)

    assert str(caught.value).startswith(f"{tmp_path / 'acme.toml'}:")
    assert fault in str(caught.value)


def test_faulty_variable_is_refused_by_its_name() -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(Settings, environment={"ACME_QUIET": "maybe"})

    assert str(caught.value) == 'key "ACME_QUIET": this must be true or false, not "maybe"'


def test_unknown_variable_is_refused_with_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match='did you mean "ACME_THREADS"'):
        load(Settings, environment={"ACME_THREDS": "4"})


def test_variable_that_is_like_no_setting_is_left_to_whom_it_belongs() -> None:
    settings = load(Settings, environment={"ACME_APPLICATION_CREDENTIALS": "/key.json"})

    assert settings == Settings()


def test_all_faults_of_all_layers_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        from_toml(tmp_path, "a = 1\nratio = ''", environment={"ACME_THREADS": "many"})

    text = str(caught.value)
    assert text.startswith("3 settings are wrong: ")
    assert all(part in text for part in ('setting "a"', '"ratio"', '"ACME_THREADS"'))


def test_missing_file_is_told() -> None:
    with pytest.raises(MissingFileError, match=r"none\.toml: there is no such file"):
        load(Settings, file="none.toml", environment={})


def test_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="this cannot be read"):
        load(Settings, file=tmp_path, environment={})


def test_file_that_is_no_utf_8_is_told(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_bytes(b"name = '\xff'")

    with pytest.raises(ConfigurationError, match="this is no UTF-8 text"):
        load(Settings, file=file, environment={})


def test_needed_setting_is_asked_for_with_its_variable() -> None:
    with pytest.raises(ConfigurationError, match='"token": this is needed; set MY_TOKEN'):
        load(Needed, environment={}, prefix="MY_")


def test_secret_is_secret_wherever_it_comes_from(tmp_path: Path) -> None:
    file = from_toml(tmp_path, "database.password = 'lovelace'")
    variable = load(Settings, environment={"ACME_DATABASE__PASSWORD": "lovelace"})

    assert file == variable
    assert "lovelace" not in f"{file!r} {file}"


def test_harmless_value_of_the_environment_is_shown() -> None:
    settings = load(Settings, environment={"ACME_THREADS": "90"})

    assert "threads=90" in repr(settings)
