"""Tests of the terms capability."""
