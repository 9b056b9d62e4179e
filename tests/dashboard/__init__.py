"""The dashboard without a browser: the address, the words, the rows, the figure."""
