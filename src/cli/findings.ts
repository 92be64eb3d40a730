console.error('findings: not written yet')
process.exitCode = 1
