"""Who wrote a mail: one verdict, computed once, stored with the raw mail (threats.md section 2.1)."""
