"""What is done about visits."""
