"""Why somebody may do something, what a change of rights would do, and undoing one (domain.md section 5).

The product's own predicates answer; what stands here tells the way that leads there, and never decides.
"""
