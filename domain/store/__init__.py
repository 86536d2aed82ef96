"""The workbook's data in SQLite or PostgreSQL: acts, undo, search. The only room that opens a database.

What few acts need (filling a workbook, taking back, looking for faults) is imported from its own module.
"""

from domain.store.acts import Act, ActInfo, Change
from domain.store.cleaning import clean
from domain.store.engine import Tx
from domain.store.folding import fold_words
from domain.store.opening import is_server, open_store
from domain.store.sqlite_file import make_private_folder
from domain.store.store import Store

__all__ = [
    "Act",
    "ActInfo",
    "Change",
    "Store",
    "Tx",
    "clean",
    "fold_words",
    "is_server",
    "make_private_folder",
    "open_store",
]
