import type { FormEvent } from 'react';

/** Keeps the browser from sending the form itself, and reads what was typed into it. */
export function submitted(event: FormEvent<HTMLFormElement>): (name: string) => string {
  event.preventDefault();
  const form = new FormData(event.currentTarget);
  return (name) => String(form.get(name));
}
