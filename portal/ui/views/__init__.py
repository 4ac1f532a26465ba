"""Pages that are the same for everybody: leaving this site, and what it says of itself."""
