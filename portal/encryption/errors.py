"""What can go wrong with a sealed text."""


class KeyMissing(Exception):
    """There is no key: it was never made, it was destroyed, or its master key is not in the settings."""


class KeyExists(Exception):
    """The holder already has a key."""


class SealBroken(Exception):
    """A ciphertext was changed, or moved to another row, column or holder."""
