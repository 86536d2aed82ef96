"""The candidate's seat: one part after the other on a screen that nothing leads away from but the staff code."""
