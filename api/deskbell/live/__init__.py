"""The live stream: hints that something changed, to those who may see it."""
