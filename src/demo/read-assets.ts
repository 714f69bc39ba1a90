import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoMember } from './demo-member.js';
import { type DemoPost, parsePost } from './demo-post.js';

const ASSETS = join(import.meta.dirname, 'assets');

export async function readMembers(): Promise<DemoMember[]> {
  return (await readAll('members', '.json')).map((file) => JSON.parse(file) as DemoMember);
}

export async function readPosts(): Promise<DemoPost[]> {
  return (await readAll('posts', '.md')).map(parsePost);
}

async function readAll(folder: string, extension: string): Promise<string[]> {
  const names = await readdir(join(ASSETS, folder), { recursive: true });
  const wanted = names.filter((name) => name.endsWith(extension)).sort();
  return Promise.all(wanted.map((name) => readFile(join(ASSETS, folder, name), 'utf8')));
}
