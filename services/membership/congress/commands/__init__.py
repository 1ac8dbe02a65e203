"""What is done with workers' congresses, sessions and ballots."""
