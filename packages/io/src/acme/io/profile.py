"""Profile: how many rows the last query read, by DuckDB's own account of its readers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["rows_scanned"]


def rows_scanned(connection: DuckDBPyConnection) -> int:
    """Return how many rows the connection's last query read from files."""
    return _scanned(json.loads(connection.get_profiling_information())["operator"])


def _scanned(operators: list[dict[str, Any]]) -> int:
    return sum(_own(operator) + _scanned(operator.get("children", [])) for operator in operators)


def _own(operator: dict[str, Any]) -> int:
    function = str(operator.get("extra_info", {}).get("Function", ""))
    return int(operator.get("rows_scanned", 0)) if function.startswith("READ_") else 0
