"""The restructuring of unions: merged, split, moved, dissolved, in the tree and in its figures."""
