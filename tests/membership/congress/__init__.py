"""Workers' congresses: rules 12, 12a, 13 and 14, ballots whose secrecy holds, and what can be put right."""
