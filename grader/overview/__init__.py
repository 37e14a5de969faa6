"""The class as a whole: its reports gathered, measured, and drawn as one page or one JSON document.

reports → `roll` (what is kept of each student) → `survey` (all numbers, as a `document`) → `page` or JSON.
Nothing is graded here, and nothing submitted is run.
"""
