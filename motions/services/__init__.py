"""What may be done to motions. Each act is one function: checked, saved, recorded, shown."""
