import type { Plugin } from 'vite';

export function firstSheet(files: string[]): Plugin;
