"""Nothing of this context is edited by hand: claims, goals and submissions belong to the people who made them."""
