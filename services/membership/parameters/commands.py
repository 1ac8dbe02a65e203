"""Setting a county's own value of a parameter of membership, and taking it back."""

from chassis.setting import parameters_of

parameters = parameters_of("services.membership")
