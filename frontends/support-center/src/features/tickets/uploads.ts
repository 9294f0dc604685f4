import type { Failure } from '@deskbell/api';
import { useEffect, useRef, useState } from 'react';

/** A file that is at the server; `claim` is the secret that makes a guest's file theirs. */
export interface Attached {
  id: string;
  name: string;
  size: number;
  claim: string | null;
}

/** A file on its way to the server, or there. */
export interface Upload {
  key: string;
  name: string;
  size: number;
  progress: number;
  file: Attached | null;
  failed: Failure | null;
}

export type SendFile = (file: File, tell: (part: number) => void, signal: AbortSignal) => Promise<Attached>;
type Job = { source: File; stop: AbortController };

const arrived = (file: Attached): Upload => ({
  key: file.id,
  name: file.name,
  size: file.size,
  progress: 1,
  file,
  failed: null,
});

/**
 * The files of one form. What has arrived is told to `keep`; another way to send (somebody signed in
 * meanwhile) sends again what this page still has.
 */
export function useUploads(send: SendFile, kept: Attached[], keep: (files: Attached[]) => void) {
  const [uploads, setUploads] = useState<Upload[]>(() => kept.map(arrived));
  const jobs = useRef(new Map<string, Job>());
  const way = useRef(send);

  const patch = (key: string, part: Partial<Upload>) =>
    setUploads((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each)));

  const start = (key: string, source: File) => {
    const stop = new AbortController();
    jobs.current.set(key, { source, stop });
    way
      .current(source, (progress) => patch(key, { progress }), stop.signal)
      .then(
        (file) => !stop.signal.aborted && patch(key, { file, progress: 1 }),
        (failed: Failure) => !stop.signal.aborted && patch(key, { failed }),
      );
  };

  const add = (files: Iterable<File>) => {
    for (const source of files) {
      const key = crypto.randomUUID();
      const { name, size } = source;
      setUploads((all) => [...all, { key, name, size, progress: 0, file: null, failed: null }]);
      start(key, source);
    }
  };
  const remove = (key: string) => {
    jobs.current.get(key)?.stop.abort();
    jobs.current.delete(key);
    setUploads((all) => all.filter((each) => each.key !== key));
  };
  const clear = () => {
    for (const { stop } of jobs.current.values()) stop.abort();
    jobs.current.clear();
    setUploads([]);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another way to send is a reason
  useEffect(() => {
    if (way.current === send) return;
    way.current = send;
    for (const [key, { source, stop }] of jobs.current) {
      stop.abort();
      patch(key, { file: null, failed: null, progress: 0 });
      start(key, source);
    }
    setUploads((all) => all.filter(({ key }) => jobs.current.has(key)));
  }, [send]);

  const told = useRef(keep);
  told.current = keep;
  useEffect(() => {
    told.current(uploads.flatMap(({ file }) => file ?? []));
  }, [uploads]);

  return {
    uploads,
    files: uploads.flatMap(({ file }) => file ?? []),
    busy: uploads.some(({ file, failed }) => !file && !failed),
    add,
    remove,
    clear,
  };
}

export type Uploads = ReturnType<typeof useUploads>;
