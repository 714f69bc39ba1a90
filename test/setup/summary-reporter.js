/**
 * Ends the run with one plain line that machines can read: `tests: 12 passed, 0 failed, 1 skipped`.
 * A file that could not even be loaded counts as one failed test; jest itself counts none there.
 */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `tests: ${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
    // At exit, because jest prints its own summary and runs globalTeardown after all reporters.
    process.once('exit', () => process.stdout.write(line));
  }
}
