"""Signing in and out, one verb a module."""
