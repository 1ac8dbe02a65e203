"""`python -m services.gateway serve|work|migrate`."""

from chassis.process import main
from services.gateway.main import service

main(service)
