"""Small TOML files of an instructor's, read into pydantic models, with one sentence for what is wrong with them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from grader.errors import UsageError
from grader.rubric import line_of

Settings = TypeVar("Settings", bound=BaseModel)


def read_settings(path: Path, model: type[Settings]) -> Settings:
    """The settings in this file; UsageError with file and line for whatever is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
        return model.model_validate(tomllib.loads(text))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise UsageError(f"{path}:{line[1] if line else 1}: this is not TOML: {error}") from error
    except ValidationError as error:
        # A misspelt key is told before the one that is missing in its place.
        first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
        keys = [str(part) for part in first["loc"]]
        known = ", ".join(model.model_fields)
        said = f"no such key is known here; known are {known}" if first["type"] == "extra_forbidden" else first["msg"]
        place = f"{path}:{line_of(text, keys) or 1}"
        raise UsageError(f"{place}: `{'.'.join(keys)}`: {said[0].lower()}{said[1:]}") from error
