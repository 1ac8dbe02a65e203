"""gonghui: one file per command."""
