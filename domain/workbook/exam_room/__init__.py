"""The exam room: a batch of people by the measures, typed, pasted or imported, and decided together.

found = batches.ids(wb, Batch())                         # applications, who sits the exam here today
rows = grid.rows(wb, found[:60])                         # frozen rows of a window
entering.enter(wb, [Entry(application, criterion, 38)])  # one act, attempts begin by themselves
deciding.decide(wb, deciding.look(wb, marked))           # one act, slips drafted
"""
