"""How long things take, each beside a floor or a peer in the same run. Run by hand: `python -m tests.benchmarks.NAME`.

Times depend on the machine, so nothing is asserted here; what must hold is asserted in the tests, as counts.
"""
