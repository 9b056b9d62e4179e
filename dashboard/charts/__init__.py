"""One file per chart: a pure function from rows to a figure, and the words that say what it shows."""
