"""`python -m services.gateway serve|work|migrate`, and for the operator `rebuild|unpark`."""

import sys

from services.gateway.projection import operating

if sys.argv[1:2] and sys.argv[1] in operating.COMMANDS:
    operating.main(sys.argv[1:])
else:
    from chassis.process import main
    from services.gateway.main import service  # the operator's commands need no graph

    main(service)
