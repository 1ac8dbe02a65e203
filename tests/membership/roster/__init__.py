"""Tests of rosters: many members by one file."""
