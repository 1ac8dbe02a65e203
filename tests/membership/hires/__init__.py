"""Tests of new hires."""
