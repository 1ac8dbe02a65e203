"""`python -m services.membership serve|work|migrate`."""

from chassis.process import main
from services.membership.main import service

main(service)
