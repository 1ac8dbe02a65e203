"""`python -m services.assistance serve|work|migrate`."""

from chassis.process import main
from services.assistance.main import service

main(service)
