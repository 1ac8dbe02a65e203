"""Tests of the elections capability."""
