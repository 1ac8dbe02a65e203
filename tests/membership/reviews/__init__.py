"""Cadres' yearly reviews."""
