"""Tests of the standardisation capability."""
