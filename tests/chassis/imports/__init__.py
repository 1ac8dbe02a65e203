"""Tests of imports' engine: reading, guessing, values."""
