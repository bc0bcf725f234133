class Refused(ValueError):
    """Something that cannot be done; the message is fit to show to the person who tried."""
