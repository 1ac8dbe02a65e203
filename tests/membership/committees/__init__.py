"""Tests of the committees capability."""
