"""Tests of what checks and masks personal data."""
