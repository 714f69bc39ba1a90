// Lint of the Dockerfile; warnings count: `npm run check:dockerfile`.
//
//   node scripts/check-dockerfile.mjs [file]
import { readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';

const file = process.argv[2] ?? 'Dockerfile';
const problems = validate(readFileSync(file, 'utf8'));
for (const { range, message } of problems) console.error(`${file}:${range.start.line + 1}: ${message}`);
process.exit(problems.length > 0 ? 1 : 0);
