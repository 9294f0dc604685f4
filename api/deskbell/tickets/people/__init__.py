"""What concerns a person with all their tickets: merging two accounts, and forgetting who somebody was."""
