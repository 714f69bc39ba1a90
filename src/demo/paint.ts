export type Color = readonly [red: number, green: number, blue: number];

/** A shape in a picture: where it is at all, and how much of each point there it covers. Lengths are in heights of the picture. */
export interface Shape {
  from: Point;
  to: Point;
  color: (point: Point) => Color;
  cover: (point: Point) => number;
}

interface Point {
  x: number;
  y: number;
}

/** How soft edges are. */
const BLUR = 0.004;
const FAR = 9;

export function gradient(top: Color, bottom: Color): Shape {
  return { ...EVERYWHERE, color: ({ y }) => mix(top, bottom, y), cover: () => 1 };
}

export function disc(center: Point, radius: number, color: Color, opacity = 1): Shape {
  const reach = radius + BLUR;
  return {
    from: { x: center.x - reach, y: center.y - reach },
    to: { x: center.x + reach, y: center.y + reach },
    color: () => color,
    cover: ({ x, y }) => opacity * edge(radius - Math.hypot(x - center.x, y - center.y)),
  };
}

/** All that lies below a line. */
export function below(heightAt: (x: number) => number, color: Color): Shape {
  return { ...EVERYWHERE, color: () => color, cover: ({ x, y }) => edge(y - heightAt(x)) };
}

/** @param hue where it stands in the rainbow, saturation and lightness, each from 0 to 1; hues beyond begin anew. */
export function colorOf(hue: number, saturation: number, lightness: number): Color {
  const swing = saturation * Math.min(lightness, 1 - lightness);
  const part = (offset: number) => {
    const k = (offset + hue * 12) % 12;
    return 255 * (lightness - swing * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [part(0), part(8), part(4)];
}

/** Lays shapes over each other. @returns a red, a green and a blue byte for each point, line by line. */
export function paint(width: number, height: number, shapes: readonly Shape[]): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  for (const { from, to, color, cover } of shapes) {
    const [left, right] = [Math.max(0, Math.floor(from.x * height)), Math.min(width, Math.ceil(to.x * height))];
    const [first, last] = [Math.max(0, Math.floor(from.y * height)), Math.min(height, Math.ceil(to.y * height))];
    for (let row = first; row < last; row++)
      for (let column = left; column < right; column++) {
        const point = { x: column / height, y: row / height };
        const share = cover(point);
        if (share > 0) lay(pixels, 3 * (row * width + column), color(point), share);
      }
  }
  return pixels;
}

const EVERYWHERE = { from: { x: -FAR, y: -FAR }, to: { x: FAR, y: FAR } };

function lay(pixels: Buffer, at: number, color: Color, share: number): void {
  const below: Color = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
  pixels.set(share === 1 ? color : mix(below, color, share), at);
}

function edge(depth: number): number {
  return Math.min(1, Math.max(0, depth / BLUR + 0.5));
}

function mix([r, g, b]: Color, [red, green, blue]: Color, share: number): Color {
  return [r + (red - r) * share, g + (green - g) * share, b + (blue - b) * share];
}
