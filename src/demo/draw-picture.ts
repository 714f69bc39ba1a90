import sharp from 'sharp';
import { chance } from './chance.js';

type Color = readonly [red: number, green: number, blue: number];

/** Gives each point what is there: a colour, and how much of what lies below it covers. Lengths are in heights of the picture. */
type Layer = (x: number, y: number) => readonly [color: Color, cover: number];

/** How soft edges are. */
const BLUR = 0.004;

/** A dish on a table, of which no two are alike, and each is always the same: a JPEG of 480 × 320 pixels. */
export async function drawDish(name: string): Promise<Buffer> {
  const pick = picker(name);
  const hue = pick('table');
  const table = gradient(colorOf(hue, 0.35, 0.32), colorOf(hue + 0.06, 0.4, 0.2));
  const [x, y] = [0.75 + 0.06 * (pick('x') - 0.5), 0.5];
  const plate = [
    disc(x + 0.02, y + 0.03, 0.43, [20, 16, 14], 0.35),
    disc(x, y, 0.42, colorOf(pick('rim'), 0.12, 0.93)),
  ];
  const well = disc(x, y, 0.31, colorOf(pick('rim'), 0.08, 0.98));
  const food = Array.from({ length: 16 }, (_, n) => {
    const [angle, distance] = [pick(`angle ${n}`) * 2 * Math.PI, 0.21 * Math.sqrt(pick(`distance ${n}`))];
    const color = colorOf(
      pick('food') + 0.12 * pick(`hue ${n}`),
      0.55 + 0.3 * pick(`full ${n}`),
      0.35 + 0.3 * pick(`light ${n}`),
    );
    return disc(
      x + distance * Math.cos(angle),
      y + distance * Math.sin(angle),
      0.035 + 0.05 * pick(`size ${n}`),
      color,
    );
  });
  const herbs = Array.from({ length: 14 }, (_, n) => {
    const [angle, distance] = [pick(`herb ${n}`) * 2 * Math.PI, 0.24 * Math.sqrt(pick(`place ${n}`))];
    return disc(
      x + distance * Math.cos(angle),
      y + distance * Math.sin(angle),
      0.011,
      colorOf(0.3 + 0.08 * pick(`leaf ${n}`), 0.6, 0.36),
    );
  });
  return paint(480, 320, [table, ...plate, well, ...food, ...herbs]);
}

/** Hills under a sun, likewise. */
export async function drawLandscape(name: string): Promise<Buffer> {
  const pick = picker(name);
  const hue = 0.52 + 0.12 * pick('sky');
  const sky = gradient(colorOf(hue, 0.5, 0.62), colorOf(hue + 0.45 * pick('dusk'), 0.55, 0.86));
  const sun = disc(0.3 + 0.9 * pick('sun'), 0.22 + 0.15 * pick('height'), 0.07, [255, 244, 214]);
  const hills = Array.from({ length: 4 }, (_, n) => {
    const [base, swing, phase] = [0.5 + 0.12 * n, 0.05 + 0.05 * pick(`swing ${n}`), 6.3 * pick(`phase ${n}`)];
    return below(
      (x) => base + swing * Math.sin(x * (3 + n) + phase),
      colorOf(0.24 + 0.12 * pick(`green ${n}`), 0.4, 0.52 - 0.1 * n),
    );
  });
  return paint(480, 320, [sky, sun, ...hills]);
}

/** A face for somebody who has none, of 160 × 160 pixels. */
export async function drawPortrait(name: string): Promise<Buffer> {
  const pick = picker(name);
  const hue = pick('wall');
  const skin = colorOf(0.055 + 0.025 * pick('skin'), 0.45, 0.42 + 0.36 * pick('light'));
  return paint(160, 160, [
    gradient(colorOf(hue, 0.5, 0.72), colorOf(hue + 0.1, 0.55, 0.52)),
    disc(0.5, 1.1, 0.4, colorOf(hue + 0.5, 0.45, 0.42)),
    disc(0.5, 0.42, 0.25, colorOf(0.03 + 0.08 * pick('hair'), 0.4, 0.14 + 0.3 * pick('grey'))),
    disc(0.5, 0.49, 0.2, skin),
    disc(0.43, 0.48, 0.02, [40, 30, 30]),
    disc(0.57, 0.48, 0.02, [40, 30, 30]),
  ]);
}

function picker(name: string): (what: string) => number {
  return (what) => chance('picture', name, what);
}

function gradient(top: Color, bottom: Color): Layer {
  return (_, y) => [mix(top, bottom, y), 1];
}

function disc(centerX: number, centerY: number, radius: number, color: Color, opacity = 1): Layer {
  return (x, y) => [color, opacity * edge(radius - Math.hypot(x - centerX, y - centerY))];
}

function below(heightAt: (x: number) => number, color: Color): Layer {
  return (x, y) => [color, edge(y - heightAt(x))];
}

function edge(depth: number): number {
  return Math.min(1, Math.max(0, depth / BLUR + 0.5));
}

function mix([r, g, b]: Color, [red, green, blue]: Color, share: number): Color {
  return [r + (red - r) * share, g + (green - g) * share, b + (blue - b) * share];
}

/** Hue, saturation and lightness, each from 0 to 1; hues beyond begin anew. */
function colorOf(hue: number, saturation: number, lightness: number): Color {
  const part = (offset: number) => {
    const k = (offset + hue * 12) % 12;
    return (
      255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
    );
  };
  return [part(0), part(8), part(4)];
}

async function paint(width: number, height: number, layers: readonly Layer[]): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++, at += 3) {
      let seen: Color = [0, 0, 0];
      for (const layer of layers) {
        const [color, cover] = layer(column / height, row / height);
        if (cover > 0) seen = cover === 1 ? color : mix(seen, color, cover);
      }
      pixels.set(seen, at);
    }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
