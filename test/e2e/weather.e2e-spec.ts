import { type Kitchen, startKitchen } from '../support/app.js';
import { WeatherUpstream } from '../support/weather-upstream.js';

const regionsOf = (places: { region: string }[]) => places.map(({ region }) => region);
const pointersOf = ({ errors }: { errors: { pointer: string }[] }) => errors.map(({ pointer }) => pointer);
const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('the weather', () => {
  let upstream: WeatherUpstream;
  let kitchen: Kitchen;

  beforeAll(async () => {
    upstream = await WeatherUpstream.start();
    kitchen = await startKitchen(upstream.settings);
  });
  afterAll(async () => {
    await kitchen.close();
    await upstream.close();
  });

  const get = (path: string, headers?: Record<string, string>) => kitchen.guest.get(path, headers);

  it('tells anybody what it is like in a city, now and for a week', async () => {
    const { status, body } = await get('/weather?city=Berlin');

    expect(status).toBe(200);
    const condition = { code: expect.any(Number), text: expect.any(String), icon: expect.any(String) };
    const time = expect.stringMatching(UTC_TIME);
    expect(body).toEqual({
      place: {
        name: 'Berlin',
        country: 'Germany',
        countryCode: 'DE',
        region: 'Land Berlin',
        lat: 52.52437,
        lon: 13.41053,
        timezone: 'Europe/Berlin',
      },
      alternatives: [expect.objectContaining({ name: 'Berlin', region: 'New Hampshire' })],
      current: {
        temperature: expect.any(Number),
        feelsLike: expect.any(Number),
        humidity: expect.any(Number),
        windSpeed: expect.any(Number),
        windDirection: expect.any(Number),
        precipitation: expect.any(Number),
        condition,
        isDay: expect.any(Boolean),
        observedAt: time,
      },
      daily: Array.from({ length: 7 }, () => ({
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        min: expect.any(Number),
        max: expect.any(Number),
        precipitation: expect.any(Number),
        condition,
        sunrise: time,
        sunset: time,
      })),
      units: 'metric',
      source: {
        name: `${new URL(upstream.url).host} (Open-Meteo API)`,
        url: 'https://open-meteo.com/',
        license: 'CC BY 4.0',
        licenseUrl: 'https://creativecommons.org/licenses/by/4.0/',
      },
      fetchedAt: time,
      stale: false,
    });
  });

  it('tells it by a position too, whose name it does not know', async () => {
    const { status, body } = await get('/weather?lat=-33.868&lon=151.207&days=1');

    expect(status).toBe(200);
    expect(body.place).toEqual({
      name: null,
      country: null,
      countryCode: null,
      region: null,
      lat: -33.868,
      lon: 151.207,
      timezone: 'Australia/Sydney',
    });
    expect(body.alternatives).toEqual([]);
    expect(body.daily).toHaveLength(1);
    expect(body).not.toHaveProperty('hourly');
  });

  it('lists every hour of the days when asked to', async () => {
    const { body } = await get('/weather?city=Mumbai&days=2&hourly=true');

    expect(body.daily).toHaveLength(2);
    expect(body.hourly).toHaveLength(48);
    expect(body.hourly[0]).toMatchObject({ time: expect.stringMatching(UTC_TIME), temperature: expect.any(Number) });
    // Midnight in Mumbai, which is five hours and a half ahead of UTC.
    expect(body.hourly[0].time).toContain('T18:30:00.000Z');
    expect(body.hourly[0]).not.toHaveProperty('observedAt');
  });

  it('knows the same weather in imperial units', async () => {
    const metric = (await get('/weather?city=Nairobi&days=16')).body;
    const imperial = (await get('/weather?city=Nairobi&days=16&units=imperial')).body;

    expect(imperial.units).toBe('imperial');
    expect(imperial.daily).toHaveLength(16);
    expect(imperial.current.temperature).toBeCloseTo(metric.current.temperature * 1.8 + 32, 1);
    expect(imperial.current.windSpeed).toBeCloseTo(metric.current.windSpeed / 1.609344, 1);
    expect(imperial.daily[0].max).toBeCloseTo(metric.daily[0].max * 1.8 + 32, 1);
    expect(imperial.current.humidity).toBe(metric.current.humidity);
  });

  it('says that the sun does not rise or does not set where that is so', async () => {
    const { body } = await get('/weather?lat=89.9&lon=0&days=1');

    expect(body.daily[0]).toMatchObject({ sunrise: null, sunset: null });
  });

  it.each([
    ['München', 'Munich', 'Bavaria'],
    ['münchen', 'Munich', 'Bavaria'],
    ['Zürich, Schweiz', 'Zurich', 'Zurich'],
    ['東京', 'Tokyo', 'Tokyo'],
    ['Москва', 'Moscow', 'Moscow'],
    ['القاهرة', 'Cairo', 'Cairo'],
    ['São Paulo', 'São Paulo', 'São Paulo'],
    ['Springfield', 'Springfield', 'Missouri'],
    ['Springfield, Illinois', 'Springfield', 'Illinois'],
    ['Springfield, IL', 'Springfield', 'Illinois'],
    [' springfield ,  oregon , usa ', 'Springfield', 'Oregon'],
    ['Paris', 'Paris', 'Île-de-France'],
    ['Paris, FR', 'Paris', 'Île-de-France'],
    ['Paris, Texas', 'Paris', 'Texas'],
    ['Paris, ontario, Canada', 'Paris', 'Ontario'],
    ['London', 'London', 'England'],
    ['London, UK', 'London', 'England'],
    ['London, ON', 'London', 'Ontario'],
    ['New York', 'New York', 'New York'],
    ['Frankfurt', 'Frankfurt am Main', 'Hesse'],
    ['Frankfurt, Brandenburg', 'Frankfurt (Oder)', 'Brandenburg'],
  ])('takes "%s" for %s in %s', async (city, name, region) => {
    const { status, body } = await get(`/weather?days=1&city=${encodeURIComponent(city)}`);

    expect(status).toBe(200);
    expect(body.place).toMatchObject({ name, region });
  });

  it('offers the other places of an ambiguous name, largest first, and no states among the towns', async () => {
    const springfield = (await get('/weather?city=Springfield')).body;
    expect(regionsOf(springfield.alternatives)).toEqual(['Massachusetts', 'Illinois', 'Oregon']);

    const { body } = await get('/weather?city=New%20York');
    expect(body.place).toMatchObject({ lat: 40.71427, lon: -74.00597 });
    expect(body.alternatives).toEqual([]);
  });

  it.each(['Nowhereville', 'Springfield, Atlantis', 'Paris, DE', '%20%20X%20%20'])(
    'knows no place called %s',
    async (city) => {
      const { status, body } = await get(`/weather?city=${city}`);

      expect({ status, code: body.code }).toEqual({ status: 404, code: 'weather.place_not_found' });
    },
  );

  it.each([
    ['', 'city'],
    ['?city=', 'city'],
    ['?city=%20', 'city'],
    ['?city=,DE', 'city'],
    ['/places?q=,DE', 'q'],
    [`?city=${'x'.repeat(101)}`, 'city'],
    ['?city=Berlin&city=Paris', 'city'],
    ['?city=Ber%00lin', 'city'],
    ['?city=Berlin&lat=1&lon=1', 'city'],
    ['?lat=1', 'lon'],
    ['?lon=1', 'lat'],
    ['?lat=&lon=1', 'lat'],
    ['?lat=north&lon=1', 'lat'],
    ['?lat=NaN&lon=1', 'lat'],
    ['?lat=Infinity&lon=1', 'lat'],
    [`?lat=1${'0'.repeat(400)}&lon=1`, 'lat'],
    ['?lat=0x10&lon=1', 'lat'],
    ['?lat=1,5&lon=1', 'lat'],
    ['?lat=1&lat=2&lon=1', 'lat'],
    ['?city=Berlin&units=kelvin', 'units'],
    ['?city=Berlin&days=0', 'days'],
    ['?city=Berlin&days=17', 'days'],
    ['?city=Berlin&days=1.5', 'days'],
    ['?city=Berlin&days=', 'days'],
    ['?city=Berlin&hourly=yes', 'hourly'],
    ['?city=Berlin&country=DE', 'country'],
  ])('refuses the query "%s" by the name of the parameter', async (query, parameter) => {
    upstream.recover();
    const { status, body } = await get(`/weather${query}`);

    expect({ status, code: body.code }).toEqual({ status: 400, code: 'http.invalid_parameter' });
    expect(pointersOf(body)).toContain(`/${parameter}`);
    expect(upstream.requests).toEqual([]);
  });

  it.each([
    ['lat=90.01&lon=0', ['/lat']],
    ['lat=-91&lon=0', ['/lat']],
    ['lat=0&lon=180.5', ['/lon']],
    ['lat=1000&lon=-1000', ['/lat', '/lon']],
  ])('finds %s nowhere on Earth', async (query, pointers) => {
    const { status, body } = await get(`/weather?${query}`);

    expect({ status, code: body.code }).toEqual({ status: 422, code: 'weather.coordinates_out_of_range' });
    expect(pointersOf(body)).toEqual(pointers);
  });

  it.each(['lat=90&lon=180', 'lat=-90&lon=-180', 'lat=0&lon=0', 'lat=-0.001&lon=-0'])(
    'finds %s on Earth',
    async (query) => {
      expect((await get(`/weather?${query}`)).status).toBe(200);
    },
  );

  it('may be kept for ten minutes, and asked for again by its tag', async () => {
    const { headers } = await get('/weather?city=Cairo');
    expect(headers.get('cache-control')).toBe('public, max-age=600');
    expect(Number(headers.get('age'))).toBeLessThan(60);
    expect(headers.get('warning')).toBeNull();

    const again = await get('/weather?city=Cairo', { 'if-none-match': headers.get('etag')! });
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
    expect(again.headers.get('age')).not.toBeNull();
  });

  it('is the same for everybody, signed in or not', async () => {
    const ada = await kitchen.member();
    const [hers, anybodys] = [await ada.api.get('/weather?city=Tokyo'), await get('/weather?city=Tokyo')];

    expect(hers.body).toEqual(anybodys.body);
    expect(hers.headers.get('cache-control')).toBe('public, max-age=600');
  });

  it('lists the places that a name may mean', async () => {
    const { status, headers, body } = await get('/weather/places?q=spring');

    expect(status).toBe(200);
    expect(body).toEqual({
      items: ['Illinois', 'Oregon', 'Missouri', 'Massachusetts'].map((region) => ({
        name: 'Springfield',
        country: 'United States',
        countryCode: 'US',
        region,
        lat: expect.any(Number),
        lon: expect.any(Number),
        timezone: expect.any(String),
      })),
      nextCursor: null,
      source: expect.objectContaining({ license: 'CC BY 4.0' }),
    });
    expect(headers.get('cache-control')).toBe('public, max-age=86400');
  });

  it('lists places only in the area after the comma, and no more than asked for', async () => {
    expect((await get('/weather/places?q=Paris,%20FR')).body.items).toHaveLength(1);
    expect((await get('/weather/places?q=Springfield&limit=2')).body.items).toHaveLength(2);
    expect((await get('/weather/places?q=Nowhereville')).body.items).toEqual([]);
  });

  it.each(['', '?q=', '?q=%20', `?q=${'x'.repeat(101)}`, '?q=a&limit=0', '?q=a&limit=101', '?q=a&cursor=b', '?name=a'])(
    'refuses to look for the place "%s"',
    async (query) => {
      expect((await get(`/weather/places${query}`)).body).toMatchObject({
        status: 400,
        code: 'http.invalid_parameter',
      });
    },
  );
});
