"""Secrets show themselves only when asked to, and texts lose the passwords of their URLs."""

from __future__ import annotations

import json

import pytest

from acme.core.secret import MASK, Secret, redact, redact_fields


def test_secret_is_masked_in_every_text() -> None:
    secret = Secret("lovelace")

    texts = [str(secret), repr(secret), f"{secret}", str([secret]), "%s" % secret]  # noqa: UP031  # one more way to text

    assert not [text for text in texts if "lovelace" in text]


def test_secret_is_revealed_on_purpose() -> None:
    assert Secret("lovelace").reveal() == "lovelace"


def test_secrets_are_equal_when_their_texts_are() -> None:
    assert {Secret("a"), Secret("a"), Secret("b")} == {Secret("b"), Secret("a")}
    assert Secret("a") != "a"


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("postgresql://ada:lovelace@db/x", f"postgresql://ada:{MASK}@db/x"),
        ("see https://u:p@ss@host/ now", f"see https://u:{MASK}@host/ now"),
        ("https://:token@host", f"https://:{MASK}@host"),
        ("https://host:8080/a@b", "https://host:8080/a@b"),
        ("no url, a:b@c", "no url, a:b@c"),
    ],
)
def test_password_of_a_url_is_masked(text: str, redacted: str) -> None:
    assert redact(text) == redacted


def test_fields_are_masked_by_type_by_name_and_in_urls_at_any_depth() -> None:
    fields = {
        "user": "ada",
        "password": "x",
        "api_key": "x",
        "rows": 3,
        "target": ({"AccessToken": "x", "location": "s3://k:x@bucket"}, Secret("x")),
    }

    masked = redact_fields(fields)

    assert masked == {
        "user": "ada",
        "password": MASK,
        "api_key": MASK,
        "rows": 3,
        "target": [{"AccessToken": MASK, "location": f"s3://k:{MASK}@bucket"}, MASK],
    }
    assert json.dumps(masked)
