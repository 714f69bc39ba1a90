/** For an `LRUCache` of at most so many entries, for which its `max` would set aside room for all of them at once. */
export function entries(most: number): { maxSize: number; sizeCalculation: () => number } {
  return { maxSize: most, sizeCalculation: () => 1 };
}
