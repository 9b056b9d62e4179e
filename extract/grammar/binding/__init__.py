"""What belongs to what: tokens and mentions in, figures with owner, quantity and status out.

No part of it knows a language. A sentence is parted into one cell a figure, what stands to its left
and right up to the next clause (`cells`); who owns a figure is asked of the cell, of the list it
continues, of the sentence and of the object in focus, in that order (`owners`); what it measures
follows from unit, cue words and the owner's grammatical role (`quantities`); and for each figure
that is no row it is said why.
"""

from extract.grammar.binding.binder import Reading, bind
from extract.grammar.binding.figure import Figure
from extract.grammar.binding.sentences import Item, Sentence

__all__ = ["Figure", "Item", "Reading", "Sentence", "bind"]
