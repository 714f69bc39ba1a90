// Writes what runs in production, package by package with licence and hash, to dist/sbom.cdx.json (CycloneDX): `npm run sbom`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const parameters = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application', '--omit=dev'];
const bill = JSON.parse(execFileSync('npm', parameters, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
// npm puts the folder's name here.
bill.metadata.component.name = JSON.parse(readFileSync('package.json', 'utf8')).name;
mkdirSync('dist', { recursive: true });
writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(bill, null, 2)}\n`);
console.log(`dist/sbom.cdx.json: ${bill.components.length} components`);
