"""Tests of appointments."""
