"""What can be done about apps and what people allow them, one verb a module."""
