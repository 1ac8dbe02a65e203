"""Rules of workers' congresses, pure: 12, 12a, 13, 14, and 15 for drafts of agreements."""
