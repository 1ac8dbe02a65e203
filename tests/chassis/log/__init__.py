"""Tests of the log: tree, checkpoints, bundles, signing."""
