"""Organizations: the companies that customers belong to, and whose tickets they see by that."""
