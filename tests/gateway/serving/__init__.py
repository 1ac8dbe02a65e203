"""Tests of how the gateway answers: limits, cache, live, session, proxy."""
