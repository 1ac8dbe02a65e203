"""Tests of headcounts by one file."""
