"""python -m policymcda"""

import sys

from policymcda.cli import main

sys.exit(main())
