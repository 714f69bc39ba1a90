import { CONVERSIONS } from './units.js';

describe('imperial units', () => {
  const { temperature, speed, depth } = CONVERSIONS.imperial;

  it.each([
    [0, 32],
    [100, 212],
    [-40, -40],
    [21.4, 70.5],
    [-17.78, 0],
  ])('have %d °C as %d °F', (celsius, fahrenheit) => {
    expect(temperature(celsius)).toBe(fahrenheit);
  });

  it('have a mile and an inch', () => {
    expect([speed(1.609344), speed(100), depth(25.4), depth(0.3)]).toEqual([1, 62.1, 1, 0.012]);
  });
});
