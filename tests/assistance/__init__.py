"""Tests of the assistance service."""
