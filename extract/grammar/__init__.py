"""What a bulletin says: from text to figures, with a reason for each that is no row."""

from extract.grammar.extractor import extract

__all__ = ["extract"]
