"""Document to claims and issues: figures, tasks, agreements, sitings, advice, measures."""
