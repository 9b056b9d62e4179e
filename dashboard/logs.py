"""One JSON object a line, without what a bulletin says.

An error's message may quote what it stumbled over: a text, a name, a parameter of SQL. So a line
tells the kind of the error and where in the code it came from, and not its words.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback
from typing import Any

CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "dashboard.logs.Lines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {"uvicorn": {"level": "WARNING"}},
}
"""For :func:`logging.config.dictConfig`: to standard error."""

_FRAMES = 12


class Lines(logging.Formatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line = {"time": moment.isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
        line |= {"logger": record.name, "message": record.getMessage().splitlines()[0] if record.msg else ""}
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])[-_FRAMES:]
            line |= {
                "error": record.exc_info[0].__name__,
                "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
            }
        return json.dumps(line, ensure_ascii=False)
