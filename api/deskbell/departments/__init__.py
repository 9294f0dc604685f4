"""Departments: where work belongs, and which agents have access to it (domain.md section 4)."""
