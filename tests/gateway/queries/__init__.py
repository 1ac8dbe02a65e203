"""Tests of the queries on the read model."""
