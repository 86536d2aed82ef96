"""Settings: what there is to set, how it is read and kept, and what a wrong value says."""
