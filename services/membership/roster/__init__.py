"""Capability roster: many members admitted by one file, checked first, undone while untouched."""
