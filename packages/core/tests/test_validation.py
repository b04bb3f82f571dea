"""Validation finds every fault at once and says which key it is."""

from __future__ import annotations

from typing import Any

import pytest

from acme.core.errors import DuplicateNameError
from acme.core.validation import Schema, ValidationResult, at_least, memory_size


@pytest.fixture
def schema() -> Schema:
    """Return a schema of two keys."""
    schema = Schema("setting")
    schema.register("threads", at_least(1))
    schema.register("memory", memory_size)
    return schema


def test_valid_values_are_returned(schema: Schema) -> None:
    result = schema.validate({"threads": 2})

    assert result.is_valid
    assert result.value == {"threads": 2}


def test_every_fault_is_found_and_the_rest_is_kept(schema: Schema) -> None:
    result = schema.validate({"threads": 0, "memory": "1GB", "memori": "1GB"})

    assert result.value == {"memory": "1GB"}
    assert [str(error) for error in result.errors] == [
        'key "threads": 0 is less than 1',
        'unknown setting "memori" (did you mean "memory"?); choose from "memory", "threads"',
    ]


def test_faults_tell_the_file_that_the_values_are_from(schema: Schema) -> None:
    result = schema.validate({"threads": 0, "thread": 0}, file="acme.toml")

    assert all(str(error).startswith("acme.toml: ") for error in result.errors)


def test_least_is_enough(schema: Schema) -> None:
    assert schema.validate({"threads": 1}).is_valid


def test_validator_that_raises_a_plain_value_error_is_a_fault_not_a_crash() -> None:
    schema = Schema()
    schema.register("age", int)

    result = schema.validate({"age": "old"})

    assert not result.is_valid


def test_validator_may_convert() -> None:
    schema = Schema()
    schema.register("age", int)

    assert schema.validate({"age": "7"}).value == {"age": 7}


def test_what_cannot_be_called_is_no_validator(schema: Schema) -> None:
    validator: Any = "at least one"

    with pytest.raises(TypeError, match='the validator of "age" cannot be called'):
        schema.register("age", validator)


def test_key_is_registered_once(schema: Schema) -> None:
    with pytest.raises(DuplicateNameError, match='setting "threads" is registered already'):
        schema.register("threads", at_least(2))


def test_result_is_immutable() -> None:
    result = ValidationResult(1)

    with pytest.raises(AttributeError):
        result.value = 2  # type: ignore[misc]


@pytest.mark.parametrize("size", ["1GB", "512 MiB", "1.5gb", "100B"])
def test_amount_of_memory_is_accepted(size: str) -> None:
    assert memory_size(size) == size


@pytest.mark.parametrize("size", ["", "1", "GB", "-1GB", "1 GB RAM", "1GB; drop table"])
def test_what_is_no_amount_of_memory_is_refused(size: str) -> None:
    with pytest.raises(ValueError, match="is no amount of memory"):
        memory_size(size)
