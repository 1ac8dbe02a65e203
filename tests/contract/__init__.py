"""Tests of the contracts by independent tools."""
