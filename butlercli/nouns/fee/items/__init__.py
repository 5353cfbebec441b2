"""Fee items, their rates and discounts, and the meters they are charged by."""
