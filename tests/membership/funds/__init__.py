"""Employers' funds: rule 9, statements and payments."""
