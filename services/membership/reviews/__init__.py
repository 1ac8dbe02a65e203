"""Capability reviews: cadres' yearly reviews, called for by the county, graded by their superior."""
