/** Something that was measured a number of times. */
export interface Figure {
  name: string;
  unit: string;
  values: number[];
}
