"""`python -m deploy.local.sample`: load the sample county into the running demo (MEMBERS, RUN_DIR)."""

import os
import sys

from deploy.local import progress
from deploy.local.places import run_dir
from deploy.local.plan import DEFAULT_MEMBERS
from deploy.local.sample.loading import load
from deploy.local.trouble import Trouble

CUT_OFF = 130


def main() -> int:
    """Exit code 0 when everything is in; 1 on a refusal, told in words; 130 when cut off."""
    try:
        load(run_dir(), _members())
    except Trouble as error:
        progress.trouble(error)
        return 1
    except KeyboardInterrupt:
        progress.hint(
            "样例县没有载入完；再次 make demo 会接着载入，不会重复。",
            "The sample county is not complete; make demo goes on with it and enters nothing twice.",
        )
        return CUT_OFF
    return 0


def _members() -> int:
    members = os.environ.get("MEMBERS") or str(DEFAULT_MEMBERS)
    if not members.isdecimal() or int(members) == 0:
        raise Trouble(f"MEMBERS={members} 不是人数。", f"MEMBERS={members} is no number of members.")
    return int(members)


if __name__ == "__main__":
    sys.exit(main())
