"""`python -m services.activities serve|work|migrate`."""

from chassis.process import main
from services.activities.main import service

main(service)
