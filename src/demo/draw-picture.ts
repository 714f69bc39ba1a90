import { chance } from './chance.js';
import { below, colorOf, disc, gradient, paint, type Shape } from './paint.js';

/** What the demo has pictures of. */
export type PictureKind = 'dish' | 'landscape' | 'portrait';

const SIZES = {
  dish: { width: 480, height: 320 },
  landscape: { width: 480, height: 320 },
  portrait: { width: 160, height: 160 },
};

/** A number from 0 up to 1 for each thing that is to be chosen. */
type Pick = (what: string) => number;

/** A picture, of which no two names have the same, and each name always the same. @returns a JPEG. */
export async function drawPicture(kind: PictureKind, name: string): Promise<Buffer> {
  const { width, height } = SIZES[kind];
  const pixels = paint(
    width,
    height,
    SHAPES[kind]((what) => chance('picture', name, what)),
  );
  const { default: sharp } = await import('sharp');
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A plate of something with something green on it, on a table. */
function dish(pick: Pick): Shape[] {
  const center = { x: 0.75 + 0.06 * (pick('x') - 0.5), y: 0.5 };
  const hue = pick('table');
  const around = (what: string, reach: number) => {
    const [angle, distance] = [2 * Math.PI * pick(`angle of ${what}`), reach * Math.sqrt(pick(`place of ${what}`))];
    return { x: center.x + distance * Math.cos(angle), y: center.y + distance * Math.sin(angle) };
  };
  const food = many(16, (n) =>
    disc(
      around(`bite ${n}`, 0.21),
      0.035 + 0.05 * pick(`size ${n}`),
      colorOf(pick('food') + 0.12 * pick(`hue ${n}`), 0.55 + 0.3 * pick(`full ${n}`), 0.35 + 0.3 * pick(`light ${n}`)),
    ),
  );
  const herbs = many(14, (n) =>
    disc(around(`herb ${n}`, 0.24), 0.011, colorOf(0.3 + 0.08 * pick(`leaf ${n}`), 0.6, 0.36)),
  );
  return [
    gradient(colorOf(hue, 0.35, 0.32), colorOf(hue + 0.06, 0.4, 0.2)),
    disc({ x: center.x + 0.02, y: center.y + 0.03 }, 0.43, [20, 16, 14], 0.35),
    disc(center, 0.42, colorOf(pick('rim'), 0.12, 0.93)),
    disc(center, 0.31, colorOf(pick('rim'), 0.08, 0.98)),
    ...food,
    ...herbs,
  ];
}

/** Hills under a sun. */
function landscape(pick: Pick): Shape[] {
  const hue = 0.52 + 0.12 * pick('sky');
  const hills = many(4, (n) => {
    const [base, swing, phase] = [0.5 + 0.12 * n, 0.05 + 0.05 * pick(`swing ${n}`), 6.3 * pick(`phase ${n}`)];
    const green = colorOf(0.24 + 0.12 * pick(`green ${n}`), 0.4, 0.52 - 0.1 * n);
    return below((x) => base + swing * Math.sin(x * (3 + n) + phase), green);
  });
  return [
    gradient(colorOf(hue, 0.5, 0.62), colorOf(hue + 0.45 * pick('dusk'), 0.55, 0.86)),
    disc({ x: 0.3 + 0.9 * pick('sun'), y: 0.22 + 0.15 * pick('height') }, 0.07, [255, 244, 214]),
    ...hills,
  ];
}

/** A face for somebody who has none. */
function portrait(pick: Pick): Shape[] {
  const hue = pick('wall');
  return [
    gradient(colorOf(hue, 0.5, 0.72), colorOf(hue + 0.1, 0.55, 0.52)),
    disc({ x: 0.5, y: 1.1 }, 0.4, colorOf(hue + 0.5, 0.45, 0.42)),
    disc({ x: 0.5, y: 0.42 }, 0.25, colorOf(0.03 + 0.08 * pick('hair'), 0.4, 0.14 + 0.3 * pick('grey'))),
    disc({ x: 0.5, y: 0.49 }, 0.2, colorOf(0.055 + 0.025 * pick('skin'), 0.45, 0.42 + 0.36 * pick('light'))),
    disc({ x: 0.43, y: 0.48 }, 0.02, [40, 30, 30]),
    disc({ x: 0.57, y: 0.48 }, 0.02, [40, 30, 30]),
  ];
}

const SHAPES: Record<PictureKind, (pick: Pick) => Shape[]> = { dish, landscape, portrait };

function many(count: number, make: (n: number) => Shape): Shape[] {
  return Array.from({ length: count }, (_, n) => make(n));
}
