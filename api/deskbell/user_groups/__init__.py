"""User groups: what a customer may see and do (domain.md section 3.1)."""
