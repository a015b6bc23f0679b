"""The relations of the benchmark's form, for the scripts beside this one."""

LINES = [f"l{number}" for number in range(1, 26)]

# Each whole with its parts.
SUMS = [
    ("l1", ["l2", "l3"]),
    ("l4", ["l5", "l6"]),
    ("l7", ["l8", "l9"]),
    ("l10", ["l11", "l12"]),
    ("l13", ["l14", "l15"]),
    ("l16", ["l17", "l18", "l19"]),
    ("l20", ["l21", "l22"]),
    ("l23", ["l24", "l25"]),
]
