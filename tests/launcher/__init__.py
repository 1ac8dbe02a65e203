"""Tests of the local run: servers from wheels, issuer, launcher."""
