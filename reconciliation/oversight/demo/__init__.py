"""The invented families of Arrowmere: who there is (cast, households) and what became of their questions (stories)."""
