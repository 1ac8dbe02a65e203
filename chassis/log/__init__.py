"""The gapless log: journal, relay, Kafka, feed, fold, Merkle tree, checkpoints."""
