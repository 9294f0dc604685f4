"""What there is to tell of one ticket when somebody asks why."""
