"""`rasa data validate` and `rasa train core`, failing on any warning.

Rasa's own `--fail-on-warnings` still exits 0 for unused intents and utterances, and only training
sees contradicting rules, so both are run and every warning counts.
"""

import os
import re
import subprocess
import sys

VALIDATE = ["rasa", "data", "validate", "--fail-on-warnings", "--data", "data"]
TRAIN_CORE = ["rasa", "train", "core", "--stories", "data/rules", "--out", "var/core", "--force"]
QUIET = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
# Rasa warns about its own age, not about our data.
OWN = re.compile(r"MovedIn20Warning|DeprecationWarning|SQLALCHEMY|declarative_base|pkg_resources")


def main() -> int:
    """0 when both commands succeed without a warning of ours."""
    for command in (VALIDATE, TRAIN_CORE):
        done = subprocess.run(
            [sys.executable, "-m", *command], capture_output=True, text=True, env=QUIET
        )
        lines = [
            line
            for line in (done.stdout + done.stderr).splitlines()
            if re.search(r"Warning|WARNING|Error|ERROR", line) and not OWN.search(line)
        ]
        print(f"{' '.join(command[:3])}: exit {done.returncode}, {len(lines)} warnings")
        if done.returncode or lines:
            print("\n".join(lines) or done.stderr[-3000:])
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
