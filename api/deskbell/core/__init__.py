"""What every domain stands on: settings, database, problems, identity, pages, jobs."""
