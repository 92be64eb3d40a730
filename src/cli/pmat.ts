console.error('pmat: not written yet')
process.exitCode = 1
