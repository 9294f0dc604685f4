"""What guests have submitted and is no ticket yet."""
