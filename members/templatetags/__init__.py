"""What pages say of members."""
