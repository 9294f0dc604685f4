import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/**
 * The server's words of settings, so that they can be translated here. What stands only on the server is shown
 * as it came.
 */
const TEXTS: MessageDescriptor[] = [
  msg`Helpdesk`,
  msg`What this installation is called, and what new people start with.`,
  msg`Name`,
  msg`Stands on every page and in every mail.`,
  msg`Language`,
  msg`Of pages for guests, and of new accounts until their owner chooses another.`,
  msg`Time zone`,
  msg`Of new accounts until their owner chooses another.`,
  msg`Look`,
  msg`How pages look for everyone.`,
  msg`Accent color`,
  msg`Of buttons and links. Text on it turns dark or light by itself.`,
  msg`Logo`,
  msg`A picture for the head of each page. Without one the name stands there.`,
  msg`Tickets`,
  msg`What happens with tickets by itself.`,
  msg`Undo sending for`,
  msg`How long an agent can take a reply back before it is sent.`,
  msg`Mailed ticket links work for`,
  msg`Who asks for a link to one ticket opens it without signing in for so long.`,
  msg`Mail`,
  msg`Which mails go out by themselves.`,
  msg`Confirm new tickets`,
  msg`Whoever opens a ticket by mail is told that it has arrived, with its reference.`,
  msg`seconds`,
  msg`days`,
];

const KNOWN = new Map(TEXTS.map((text) => [text.message, text]));

/** The descriptor of a text of the server, if it is known here. */
export function known(words: string): MessageDescriptor | undefined {
  return KNOWN.get(words);
}
