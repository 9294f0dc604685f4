"""Signing in as a customer: an agent sees the support center as that person does."""
