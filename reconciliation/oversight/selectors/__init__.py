"""Reads of this room: lists over many families, each starting at what the actor may see."""
