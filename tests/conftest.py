"""What all tests share: the folder of their own modules, and how hard the random ones try."""

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

HERE = Path(__file__).resolve().parent
os.environ["RAPPORTEUR_VERAPDF"] = "no"  # else each PDF of a program that is being changed would take seconds more
sys.path.insert(0, str(HERE))  # for `reports`, since tests are imported without a package

settings.register_profile("quick", max_examples=20, deadline=None, derandomize=True, suppress_health_check=HealthCheck)
settings.register_profile("hard", max_examples=2000, deadline=None, suppress_health_check=HealthCheck)
settings.load_profile(os.environ.get("RAPPORTEUR_HYPOTHESIS", "quick"))
