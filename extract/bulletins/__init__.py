"""How bulletins come in: sources and readers, up to a :class:`Bulletin`."""
