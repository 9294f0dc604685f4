"""The knowledge base: articles in a tree of categories, each for those whom its audience names."""
