"""Reasons for which no estimate is given, and the least that each needs.

Known without NumPy, so that an installation with little data decides it for free. Reasons are words of the
marts: whoever shows a figure shows the reason in its place.
"""

FEW_DAYS = "too_few_days"
FEW_PEOPLE = "too_few_people"
FEW_WEEKS = "too_few_weeks"
FEW_OBSERVATIONS = "too_few_observations"
NO_VARIATION = "no_variation"
NOTHING_SPENT = "nothing_spent"
BROKEN_PRE_TREND = "pre_trend"
NOT_STAGGERED = "no_later_starters"
FEW_CONTROLS = "too_few_controls"

LEAST_FORECAST_DAYS = 56
"""Eight weeks: two to start from, and six that forecasts can miss."""

LEAST_UNIT_WEEKS = 8
"""Weeks with both measures, below which a person or team tells nothing once its trend is taken out."""

LEAST_OBSERVATIONS = 40
LEAST_EFFECTIVE = 20
"""Pairs, and independent pairs, below which no correlation is told."""

NOTHING_COUNTED = "nothing_counted"

LEAST_RATIO_WEEKS = 4
LEAST_MEDIAN = 6
"""Weeks of a ratio and values of a median, below which neither has an interval."""

LEAST_ANOMALY_DAYS = 29
"""Two weeks to start from and two that make a usual miss, below which no day is called odd."""

LEAST_PRE_WEEKS = 4
LEAST_STARTERS = 10
"""Weeks before a start, and people who start after so many, below which no effect of it is told."""

LEAST_COMPARED = 30
LEAST_STRATA = 5
"""Sessions of each side in shared strata, and strata or people with both, below which nobody is compared."""

LEAST_FITTED_WEEKS = 20
LEAST_AFTER_WEEKS = 4
LEAST_CONTROLS = 4
"""Weeks before and after the only start, and others who did not start, below which no effect is told."""
