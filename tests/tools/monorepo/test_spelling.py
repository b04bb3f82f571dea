"""Every spelling of the name is respelled by what stands around it, and nothing else is."""

from __future__ import annotations

import pytest

from tools.monorepo.spelling import Identity, respelling, respelling_python

TEMPLATE = Identity("orbit", "orbit-org", "The Orbit authors")
HYPHENATED = Identity("zeta-data", "Zeta-Org", "Zeta Ltd")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name = "orbit-core"', 'name = "zeta-data-core"'),
        ("orbit_core-0.1.0.tar.gz", "zeta_data_core-0.1.0.tar.gz"),
        ("from orbit.core import errors", "from zeta_data.core import errors"),
        ("import orbit", "import zeta_data"),
        (r"use orbit\.core\.errors", r"use zeta_data\.core\.errors"),
        ("packages/core/src/orbit/core", "packages/core/src/zeta_data/core"),
        ('packages = ["src/orbit"]', 'packages = ["src/zeta_data"]'),
        ("orbit/core/py.typed", "zeta_data/core/py.typed"),
        ("def orbit() -> None:", "def zeta_data() -> None:"),
        ('__all__ = ["orbit"]', '__all__ = ["zeta_data"]'),
        ('known-first-party = ["orbit", "tools"]', 'known-first-party = ["zeta_data", "tools"]'),
        ('logging.getLogger("orbit")', 'logging.getLogger("zeta_data")'),
        ('group="orbit.formats"', 'group="zeta_data.formats"'),
        ("ORBIT_THREADS", "ZETA_DATA_THREADS"),
        (r"[scripts]\norbit = orbit.cli:main\n", r"[scripts]\nzeta-data = zeta_data.cli:main\n"),
        (r"\x1b[1morbit:\x1b[0m", r"\x1b[1mzeta-data:\x1b[0m"),
        ("ORBIT_*", "ZETA_DATA_*"),
        ("class OrbitError", "class ZetaDataError"),
        ("# Orbit", "# Zeta Data"),
        ("`orbit run flow.toml`", "`zeta-data run flow.toml`"),
        ("It is called orbit. Really.", "It is called zeta-data. Really."),
        ("Copyright (c) 2026 The Orbit authors", "Copyright (c) 2026 Zeta Ltd"),
        ("https://github.com/orbit-org/orbit", "https://github.com/Zeta-Org/zeta-data"),
        (
            "git clone https://github.com/orbit-org/orbit.git",
            "git clone https://github.com/Zeta-Org/zeta-data.git",
        ),
        ("https://orbit-org.github.io/orbit/", "https://zeta-org.github.io/zeta-data/"),
        ("ghcr.io/orbit-org/orbit", "ghcr.io/zeta-org/zeta-data"),
        (
            "https://github.com/orbit-org/orbit/blob/main",
            "https://github.com/Zeta-Org/zeta-data/blob/main",
        ),
        ("/opt/orbit/bin", "/opt/zeta-data/bin"),
        ('f"orbit/{name}/one.py"', 'f"zeta_data/{name}/one.py"'),
        ('path / "orbit" / "core"', 'path / "zeta_data" / "core"'),
        ("Orbit.Core and Orbit_Core. Orbit", "Zeta-Data.Core and Zeta-Data_Core. Zeta Data"),
    ],
)
def test_an_occurrence_is_respelled_by_what_stands_around_it(text: str, expected: str) -> None:
    respell = respelling(TEMPLATE, HYPHENATED)

    assert respell(text) == expected


@pytest.mark.parametrize(
    "text", ["porbit", "orbitology", "ORBITSQUE", "Orbitist", "morbit.core", "no name"]
)
def test_a_word_that_only_contains_the_name_is_left_alone(text: str) -> None:
    respell = respelling(TEMPLATE, HYPHENATED)

    assert respell(text) == text


def test_people_and_what_it_is_are_respelled_too() -> None:
    new = Identity("zeta", "zeta", "Zeta", email="us@zeta.example", description="What zeta is.")
    old = Identity("orbit", "orbit-org", "The Orbit authors", description="Two packages (small).")

    respell = respelling(old, new)

    authors = 'authors = [{ name = "Zeta", email = "us@zeta.example" }]'
    assert respell('authors = [{ name = "The Orbit authors" }]') == authors
    assert respell("about: Two packages (small).") == "about: What zeta is."
    assert respelling(new, old)(authors) == 'authors = [{ name = "The Orbit authors" }]'


def test_a_new_name_that_contains_the_old_one_is_written_once() -> None:
    respell = respelling(TEMPLATE, Identity("orbit-two", "orbit-org-two", "Orbit Two"))

    assert respell("orbit-org/orbit by The Orbit authors") == "orbit-org-two/orbit-two by Orbit Two"


def test_a_hyphenated_name_is_respelled_in_all_its_forms() -> None:
    respell = respelling(HYPHENATED, TEMPLATE)

    text = "zeta-data-core zeta_data.core ZETA_DATA_X ZetaDataError Zeta Data Zeta-Org"

    assert respell(text) == "orbit-core orbit.core ORBIT_X OrbitError Orbit orbit-org"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "def test(orbit: Run) -> None:\n    orbit('x')\n",
            "def test(zeta_data: Run) -> None:\n    zeta_data('x')\n",
        ),
        ("run = ['orbit', 'run']  # orbit\n", "run = ['zeta-data', 'run']  # zeta-data\n"),
        ("from orbit.core import OrbitError\n", "from zeta_data.core import ZetaDataError\n"),
        ("text = '''\norbit run\n'''\n", "text = '''\nzeta-data run\n'''\n"),
        ("orbit = 1", "zeta_data = 1"),
        ("def test(run: Orbit): ...\n", "def test(run: ZetaData): ...\n"),
        ("a = orbit\r\nb = orbit\r\n", "a = zeta_data\r\nb = zeta_data\r\n"),
        ("", ""),
    ],
)
def test_a_bare_name_in_python_is_an_identifier(source: str, expected: str) -> None:
    respell = respelling(TEMPLATE, HYPHENATED)

    assert respelling_python(TEMPLATE, HYPHENATED, respell)(source) == expected
