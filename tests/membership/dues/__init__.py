"""Members' dues: their rules, their records, and who may see what."""
