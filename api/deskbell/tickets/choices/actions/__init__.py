"""Saying who may choose what, one verb a module."""
