/** Twelve letters and digits, mostly in groups of four: how a ticket is called in mails. */
const REFERENCE = /^[0-9A-Z]{4}[- ]?[0-9A-Z]{4}[- ]?[0-9A-Z]{4}$/i;

/** Whether what somebody typed looks like a ticket's reference. */
export function isReference(typed: string): boolean {
  return REFERENCE.test(typed) && /\d/.test(typed);
}
