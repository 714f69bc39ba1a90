/** A place as the geocoding API gives it. */
export interface SamplePlace {
  id: number;
  name: string;
  latitude: number;
  longitude: number;
  elevation: number;
  feature_code: string;
  country_code: string;
  country: string;
  admin1: string;
  timezone: string;
  population: number;
}

/**
 * After GeoNames (https://www.geonames.org/, CC BY 4.0): the fields as above, then other names that are searched but not given
 * out. Places of one name are not in the order of their size.
 */
const TABLE = `
2950159 | Berlin | 52.52437 | 13.41053 | 74 | PPLC | DE | Germany | Land Berlin | Europe/Berlin | 3426354 | Берлин, 柏林
5083330 | Berlin | 44.46867 | -71.18508 | 311 | PPL | US | United States | New Hampshire | America/New_York | 9367
2867714 | Munich | 48.13743 | 11.57549 | 524 | PPLA | DE | Germany | Bavaria | Europe/Berlin | 1260391 | München, Muenchen, Monaco di Baviera
2867717 | München | 50.96 | 11.3 | 322 | PPL | DE | Germany | Thuringia | Europe/Berlin | 120
2886242 | Cologne | 50.93333 | 6.95 | 58 | PPLA2 | DE | Germany | North Rhine-Westphalia | Europe/Berlin | 963395 | Köln, Koeln
2925535 | Frankfurt (Oder) | 52.34714 | 14.55062 | 28 | PPLA3 | DE | Germany | Brandenburg | Europe/Berlin | 58537
2925533 | Frankfurt am Main | 50.11552 | 8.68417 | 112 | PPL | DE | Germany | Hesse | Europe/Berlin | 650000
2657896 | Zurich | 47.36667 | 8.55 | 408 | PPLA | CH | Switzerland | Zurich | Europe/Zurich | 341730 | Zürich
4717560 | Paris | 33.66094 | -95.55551 | 183 | PPLA2 | US | United States | Texas | America/Chicago | 24782
2988507 | Paris | 48.85341 | 2.3488 | 42 | PPLC | FR | France | Île-de-France | Europe/Paris | 2138551 | Париж, パリ
6942553 | Paris | 43.2 | -80.38333 | 249 | PPL | CA | Canada | Ontario | America/Toronto | 11763
4250542 | Springfield | 39.80172 | -89.64371 | 182 | PPLA | US | United States | Illinois | America/Chicago | 116565
5754005 | Springfield | 44.04624 | -123.02203 | 139 | PPL | US | United States | Oregon | America/Los_Angeles | 60870
4409896 | Springfield | 37.21533 | -93.29824 | 396 | PPLA2 | US | United States | Missouri | America/Chicago | 166810
4951788 | Springfield | 42.10148 | -72.58981 | 22 | PPLA2 | US | United States | Massachusetts | America/New_York | 154341
5128638 | New York | 43.00035 | -75.4999 | 431 | ADM1 | US | United States | New York | America/New_York | 19274244
5128581 | New York | 40.71427 | -74.00597 | 10 | PPL | US | United States | New York | America/New_York | 8804190 | Nueva York
6058560 | London | 42.98339 | -81.23304 | 252 | PPL | CA | Canada | Ontario | America/Toronto | 422324
2643743 | London | 51.50853 | -0.12574 | 25 | PPLC | GB | United Kingdom | England | Europe/London | 8961989 | Londres, Лондон
1850147 | Tokyo | 35.6895 | 139.69171 | 44 | PPLC | JP | Japan | Tokyo | Asia/Tokyo | 9733276 | 東京, とうきょう
1816670 | Beijing | 39.9075 | 116.39723 | 49 | PPLC | CN | China | Beijing | Asia/Shanghai | 18960744 | 北京
524901 | Moscow | 55.75222 | 37.61556 | 144 | PPLC | RU | Russia | Moscow | Europe/Moscow | 10381222 | Москва
360630 | Cairo | 30.06263 | 31.24967 | 23 | PPLC | EG | Egypt | Cairo | Africa/Cairo | 9606916 | القاهرة
3448439 | São Paulo | -23.5475 | -46.63611 | 769 | PPLA | BR | Brazil | São Paulo | America/Sao_Paulo | 12400232
2147714 | Sydney | -33.86785 | 151.20732 | 58 | PPLA | AU | Australia | New South Wales | Australia/Sydney | 4627345
184745 | Nairobi | -1.28333 | 36.81667 | 1684 | PPLC | KE | Kenya | Nairobi Area | Africa/Nairobi | 2750547
1275339 | Mumbai | 19.07283 | 72.88261 | 8 | PPLA | IN | India | Maharashtra | Asia/Kolkata | 12691836 | मुंबई
1283240 | Kathmandu | 27.70169 | 85.3206 | 1298 | PPLC | NP | Nepal | Bagmati Province | Asia/Kathmandu | 1442271
3413829 | Reykjavik | 64.13548 | -21.89541 | 37 | PPLC | IS | Iceland | Capital Region | Atlantic/Reykjavik | 118918 | Reykjavík
2729907 | Longyearbyen | 78.22334 | 15.64689 | 20 | PPLC | SJ | Svalbard and Jan Mayen | Svalbard | Arctic/Longyearbyen | 2060
`;

export const SAMPLE_PLACES: readonly { place: SamplePlace; otherNames: string[] }[] = TABLE.trim()
  .split('\n')
  .map(readRow);

function readRow(row: string): { place: SamplePlace; otherNames: string[] } {
  const fields = row.split(' | ');
  const text = (index: number) => fields[index] ?? '';
  return {
    place: {
      id: Number(text(0)),
      name: text(1),
      latitude: Number(text(2)),
      longitude: Number(text(3)),
      elevation: Number(text(4)),
      feature_code: text(5),
      country_code: text(6),
      country: text(7),
      admin1: text(8),
      timezone: text(9),
      population: Number(text(10)),
    },
    otherNames: fields[11]?.split(', ') ?? [],
  };
}
