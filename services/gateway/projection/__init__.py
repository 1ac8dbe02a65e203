"""The read model: a fold over every service's logs into facts, tree, directory, work items and audit entries."""
