import { conditionOf } from './conditions.js';

describe('conditions', () => {
  it.each([
    [0, 'Clear sky', 'clear-day'],
    [3, 'Overcast', 'overcast'],
    [45, 'Fog', 'fog'],
    [48, 'Depositing rime fog', 'fog'],
    [51, 'Drizzle: light', 'drizzle'],
    [57, 'Freezing drizzle: dense', 'freezing-rain'],
    [65, 'Rain: heavy', 'rain'],
    [67, 'Freezing rain: heavy', 'freezing-rain'],
    [75, 'Snow fall: heavy', 'snow'],
    [77, 'Snow grains', 'snow'],
    [82, 'Rain showers: violent', 'rain-showers-day'],
    [86, 'Snow showers: heavy', 'snow-showers-day'],
    [95, 'Thunderstorm: slight or moderate', 'thunderstorm'],
    [99, 'Thunderstorm with heavy hail', 'thunderstorm-hail'],
  ])('say of code %i: %s (%s)', (code, text, icon) => {
    expect(conditionOf(code, true)).toEqual({ code, text, icon });
  });

  it('know every code of the table', () => {
    for (let code = 0; code <= 99; code++) {
      expect(conditionOf(code, false)).toEqual({
        code,
        text: expect.stringMatching(/^[A-Z]/),
        icon: expect.stringMatching(/^[a-z-]+$/),
      });
      expect(conditionOf(code, false).icon).not.toBe('unknown');
    }
  });

  it('look different by night where the sky can be seen, and only there', () => {
    expect(conditionOf(1, false).icon).toBe('clear-night');
    expect(conditionOf(61, false).icon).toBe('rain');
  });
});
