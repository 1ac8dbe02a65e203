"""Tests of the projection: what is folded, parked, rebuilt."""
