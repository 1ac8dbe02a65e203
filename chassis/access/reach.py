"""How far an action reaches from the asker's appointment: declared beside each action, kept by Tx and its context."""

from enum import Enum


class Reach(Enum):
    """Whose records an action is about. What lies beyond is answered as if it were not there."""

    OWN = "within the appointment's scope: its county, its township, or its union"
    COUNTY = "the whole county of the appointment, whoever asks: what is public there, or is the county's own"
    SELF = "what belongs to the asker's own account"
    NOWHERE = "no place: the same for everybody"
