"""Spreadsheets, as JSON: the first sheets, and of each the first rows, as they are read.

`{"sheets": [{"name", "rows": [["text", …], …], "more_rows", "more_columns"}], "more_sheets"}`
"""

import datetime
import json
import pathlib
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from services.files.converting.report import (
    DAMAGED,
    JSON,
    PASSWORD,
    Made,
    Report,
    not_shown,
)

_SHEETS, _ROWS, _COLUMNS = 20, 500, 100
_LONGEST = 2000  # characters of one cell


def read(file: str) -> Report:
    try:
        book = CalamineWorkbook.from_path(file)
        names = book.sheet_names
        shown = {
            "sheets": [_sheet(book, name) for name in names[:_SHEETS]],
            "more_sheets": max(0, len(names) - _SHEETS),
        }
    except PasswordError:
        return not_shown(PASSWORD)
    except (CalamineError, OSError, ValueError):
        return not_shown(DAMAGED)
    pathlib.Path(JSON).write_text(json.dumps(shown, ensure_ascii=False), "utf-8")
    return Report(shown_as="sheet", renditions=[Made(name=JSON, media_type="application/json")])


def _sheet(book: CalamineWorkbook, name: str) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False, nrows=_ROWS)
    return {
        "name": name,
        "rows": [_trimmed([_text(cell) for cell in row[:_COLUMNS]]) for row in rows],
        "more_rows": max(0, sheet.total_height - _ROWS),
        "more_columns": max(0, sheet.total_width - _COLUMNS),
    }


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty ones at its end."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return (
            cell.isoformat(" ", "minutes") if cell.time() != datetime.time() else str(cell.date())
        )
    return str(cell)[:_LONGEST]
