"""What a change of rights does: all rights are looked at before and after, and compared."""
