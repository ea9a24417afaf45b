// Bundles the page: node build.mjs OUTDIR. The names of files carry their content's hash, so that browsers may keep them for ever.
import { build } from 'esbuild';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
if (!out) {
  console.error('Where to? node build.mjs OUTDIR');
  process.exit(2);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: ['src/main.tsx', 'src/style.css'],
  outdir: out,
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
});

const names = Object.keys(result.metafile.outputs).map((path) => basename(path));
const script = names.find((name) => name.startsWith('main-') && name.endsWith('.js'));
const style = names.find((name) => name.startsWith('style-') && name.endsWith('.css'));
const page = await readFile(join(here, 'src/index.html'), 'utf8');
await writeFile(join(out, 'index.html'), page.replace('{script}', script).replace('{style}', style));
await copyFile(join(here, 'src/icon.svg'), join(out, 'icon.svg'));

// Compressed once here rather than at each request.
for (const name of await readdir(out)) {
  const content = await readFile(join(out, name));
  await writeFile(join(out, `${name}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  await writeFile(join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
}
