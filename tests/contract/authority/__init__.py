"""The authority matrix: every office, every action, every place, asked of the real services and judged by the table."""
