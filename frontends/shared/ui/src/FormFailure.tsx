import { Alert } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { explain } from './failures';

type Faults = { errors?: { pointer: string; message: string }[] };

type Props = {
  error: unknown;
  /** JSON pointers of what stands in the form: these faults are shown there. */
  fields?: readonly string[];
  /** Words of the form's own. */
  say?: (error: unknown) => string;
};

/** Says under a form why it was refused, unless its fields say so; then the first of them gets the focus. */
export function FormFailure({ error, fields = [], say = explain }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const errors = (error as Faults | null)?.errors ?? [];
  const elsewhere = errors.filter(({ pointer }) => !fields.includes(pointer));
  useEffect(() => {
    if (error) place.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);

  const atFields = errors.length > 0 && elsewhere.length === 0;
  return (
    <div ref={place} hidden={!error || atFields}>
      {error !== null && !atFields && (
        <Alert color="red" variant="light" p="sm" role="alert">
          {elsewhere.length > 0 ? elsewhere.map(({ message }) => message).join(' ') : say(error)}
        </Alert>
      )}
    </div>
  );
}
