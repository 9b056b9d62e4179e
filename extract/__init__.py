"""Agyn reads flood bulletins: text in, a tidy table of reservoir releases out.

>>> import extract
>>> bulletin = extract.Bulletin(
...     "По состоянию на 13 апреля из Астанинского водохранилища сбрасывается 53 кубометра воды в секунду.",
...     published="2025-04-13",
... )
>>> [row] = extract.extract(bulletin).rows
>>> row.reservoir, row.value, row.unit, row.date.isoformat()
('Астанинское', 53.0, 'm3/s', '2025-04-13')
>>> bulletin.text[row.start:row.end] == row.quote
True
"""

from extract.bulletins.bulletin import Bulletin
from extract.bulletins.readers import read
from extract.errors import AgynError, BadInput, StoreError
from extract.figures import Observation, Result, SetAside
from extract.grammar import extract
from extract.record.store import Store
from extract.record.table import table, write

__all__ = [
    "AgynError",
    "BadInput",
    "Bulletin",
    "Observation",
    "Result",
    "SetAside",
    "Store",
    "StoreError",
    "extract",
    "read",
    "table",
    "write",
]
