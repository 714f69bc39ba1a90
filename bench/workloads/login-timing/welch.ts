/** Welch's t of two samples: how many standard errors their means lie apart. Beyond 4.5 it is no accident (ISO/IEC 17825 §8). */
export function welch(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const difference = meanA - meanB;
  return difference === 0 ? 0 : difference / Math.sqrt(errorOf(a, meanA) + errorOf(b, meanB));
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The variance of the mean. */
function errorOf(values: readonly number[], mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}

/** |t| of each two of the samples. */
export function betweenAny(samples: readonly (readonly number[])[]): number[] {
  return samples.flatMap((a, i) => samples.slice(i + 1).map((b) => Math.abs(welch(a, b))));
}

/** What of each sample is no slower than nine tenths of all: what neighbours and collectors did is in the rest. */
export function withoutSlowest(samples: readonly (readonly number[])[]): number[][] {
  const sorted = samples.flat().sort((a, b) => a - b);
  const slowest = sorted[Math.floor(sorted.length * 0.9)]!;
  return samples.map((sample) => sample.filter((value) => value < slowest));
}
