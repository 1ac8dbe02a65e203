"""Workers' congresses in the database: one function, one statement."""
