"""What customers may choose for their tickets: departments, types and priorities, by audience."""
