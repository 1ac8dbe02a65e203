"""Rules of collective talks, pure: refusals, the law's numbers, the record and the steps it takes."""
