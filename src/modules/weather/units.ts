export const UNITS = ['metric', 'imperial'] as const;
export type Units = (typeof UNITS)[number];

interface Conversion {
  /** From °C to °C, or to °F. */
  readonly temperature: (celsius: number) => number;
  /** From km/h to km/h, or to mph. */
  readonly speed: (kilometresPerHour: number) => number;
  /** From mm to mm, or to inches. */
  readonly depth: (millimetres: number) => number;
}

const KILOMETRES_PER_MILE = 1.609344;
const MILLIMETRES_PER_INCH = 25.4;

/** Rounded to what the source gives in these units: tenths, and thousandths of an inch. */
export const CONVERSIONS: Readonly<Record<Units, Conversion>> = {
  metric: {
    temperature: (celsius) => celsius,
    speed: (kilometresPerHour) => kilometresPerHour,
    depth: (millimetres) => millimetres,
  },
  imperial: {
    temperature: (celsius) => round((celsius * 9) / 5 + 32, 1),
    speed: (kilometresPerHour) => round(kilometresPerHour / KILOMETRES_PER_MILE, 1),
    depth: (millimetres) => round(millimetres / MILLIMETRES_PER_INCH, 3),
  },
};

function round(value: number, digits: number): number {
  // Adding zero turns -0 into 0.
  return Number(value.toFixed(digits)) + 0;
}
