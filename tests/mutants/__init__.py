"""Faults put into the code that decides who sees and does what: each has to be found by a test."""
