"""Cadres: appointments, from which authority on the platform follows."""
