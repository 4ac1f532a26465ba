"""Written scenarios: stories with invented people that are played through the real actions and then taken back."""
