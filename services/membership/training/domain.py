"""Rules of cadres' training, pure: hours by the log of activities, a year's target."""

from chassis.parameters import Parameter

TARGET_HOURS = Parameter(
    "cadre-training-hours", 40, "工会干部年度培训学时", "Hours of training a cadre attends in a year",
    "local; the county's training plan", "hours", most=1_000,
)  # fmt: skip


def missing(hours: int, target: int) -> int:
    """How many hours are left to the year's target."""
    return max(target - hours, 0)
