"""Putting right, and taking back, what was entered of workers' congresses: the last step first."""

from services.membership.congress.corrections import ballots, congresses, sessions

__all__ = ["ballots", "congresses", "sessions"]
