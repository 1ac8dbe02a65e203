"""Tests of the gonghui command line."""
