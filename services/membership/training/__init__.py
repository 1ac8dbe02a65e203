"""Capability training: the roster of cadres, and the hours of training that the log of activities tells of them."""
