"""The assistance service: households in difficulty, and the fund that helps them."""
