"""Imports: files as clerks have them, read, checked, brought back annotated, and run row by row in the background."""
