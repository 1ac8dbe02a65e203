"""Whole ways that people go, through the services' REST and the gateway's graph."""
