/** The sizes in which every photo can be had, each with its greatest width in pixels. */
export const VARIANTS = { thumb: 320, medium: 960, large: 1920 } as const;
export type Variant = keyof typeof VARIANTS;
export const VARIANT_NAMES = Object.keys(VARIANTS) as Variant[];

/** No WebP is higher than that. */
const MAX_HEIGHT = 16_383;

export interface Size {
  width: number;
  height: number;
}

/** Whole pixels, in the shape of the original and never larger. */
export function sizeOf(variant: Variant, { width, height }: Size): Size {
  const scale = Math.min(1, VARIANTS[variant] / width, MAX_HEIGHT / height);
  return { width: pixels(width * scale), height: pixels(height * scale) };
}

function pixels(length: number): number {
  return Math.max(1, Math.round(length));
}
