"""Workers' congresses, delegates, sessions and ballots as lists and pages show them."""

from services.membership.congress.queries import ballots, congresses, sessions

__all__ = ["ballots", "congresses", "sessions"]
