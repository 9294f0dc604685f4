"""Figures over tickets, for reports."""
