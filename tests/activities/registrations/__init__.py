"""Tests of the activities service."""
