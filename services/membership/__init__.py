"""The membership service: organisations, employers, members."""
