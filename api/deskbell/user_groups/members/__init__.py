"""Who is in a user group: by somebody's choice, or by the group's rule."""
