console.error('bench: not written yet')
process.exitCode = 1
