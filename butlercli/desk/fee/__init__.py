"""Fee work that crosses nouns: papers and letters, and the plan of whom to call or visit."""
