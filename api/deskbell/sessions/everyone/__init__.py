"""Who is signed in, and where: for admins."""
