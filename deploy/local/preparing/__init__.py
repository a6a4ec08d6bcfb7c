"""Makes a machine ready to run Redwell. Standard library only: it runs before all else is there.

In order: Debian packages, Python packages, Node packages, the built web client. Each step leaves
alone what is there already.
"""

import concurrent.futures
from collections.abc import Collection

from deploy.local.preparing import debian, node, python, web


def prepare(*, for_tests: bool = False, parts: Collection[str] = ()) -> None:
    """`parts`: of `debian.OPTIONAL`, beside what is always needed.

    Raises `announce.NotPossible` with a sentence that says what a person can do.
    """
    debian.install(for_tests=for_tests, parts=parts)
    python.install()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        steps = [pool.submit(node.install, folder) for folder in (node.MAILBOX, node.WEB)]
        for step in steps:
            step.result()
    web.build()
