"""What all tests share."""

from hypothesis import settings

# Files and databases take their time on a busy machine: a slow example is no wrong one.
settings.register_profile("agyn", deadline=None)
settings.load_profile("agyn")
