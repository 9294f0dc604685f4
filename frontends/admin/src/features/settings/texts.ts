import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/**
 * The server's words of settings, so that they can be translated here. What stands only on the server is shown
 * as it came. They stand here twice, as a build keeps no more than the ids of messages.
 */
const TEXTS: Record<string, MessageDescriptor> = {
  Helpdesk: msg`Helpdesk`,
  'What this installation is called, and what new people start with.': msg`What this installation is called, and what new people start with.`,
  Name: msg`Name`,
  'Stands on every page and in every mail.': msg`Stands on every page and in every mail.`,
  Language: msg`Language`,
  'Of new accounts, and of mails to them, until their owner chooses another.': msg`Of new accounts, and of mails to them, until their owner chooses another.`,
  'Time zone': msg`Time zone`,
  'Of new accounts until their owner chooses another.': msg`Of new accounts until their owner chooses another.`,
  Look: msg`Look`,
  'How pages look for everyone.': msg`How pages look for everyone.`,
  'Accent color': msg`Accent color`,
  'Of buttons and links. It is made darker or lighter as far as text on it has to be read.': msg`Of buttons and links. It is made darker or lighter as far as text on it has to be read.`,
  Logo: msg`Logo`,
  'A picture for the head of each page. Without one the name stands there.': msg`A picture for the head of each page. Without one the name stands there.`,
  Tickets: msg`Tickets`,
  'What happens with tickets by itself.': msg`What happens with tickets by itself.`,
  'Undo sending for': msg`Undo sending for`,
  'How long an agent can take a reply back before it is sent.': msg`How long an agent can take a reply back before it is sent.`,
  'Mailed ticket links work for': msg`Mailed ticket links work for`,
  'Who asks for a link to one ticket opens it without signing in for so long.': msg`Who asks for a link to one ticket opens it without signing in for so long.`,
  Mail: msg`Mail`,
  'Which mails go out by themselves.': msg`Which mails go out by themselves.`,
  'Confirm new tickets': msg`Confirm new tickets`,
  'Whoever opens a ticket by mail is told that it has arrived, with its reference.': msg`Whoever opens a ticket by mail is told that it has arrived, with its reference.`,
  'Accounts and sign-in': msg`Accounts and sign-in`,
  'Who may sign in, and how.': msg`Who may sign in, and how.`,
  'Two-step sign-in': msg`Two-step sign-in`,
  'Who has to set it up. Staff who have not are led to it when they sign in next.': msg`Who has to set it up. Staff who have not are led to it when they sign in next.`,
  'Everybody as they like': msg`Everybody as they like`,
  'All agents and admins': msg`All agents and admins`,
  'New people': msg`New people`,
  'What happens when somebody writes whose address is not known here, or signs up.': msg`What happens when somebody writes whose address is not known here, or signs up.`,
  'They are let in at once': msg`They are let in at once`,
  'They confirm their address first; their message is kept until then': msg`They confirm their address first; their message is kept until then`,
  'An agent lets them in; their message is kept until then': msg`An agent lets them in; their message is kept until then`,
  'Nobody is let in: agents make accounts': msg`Nobody is let in: agents make accounts`,
  seconds: msg`seconds`,
  days: msg`days`,
};

/** The descriptor of a text of the server, if it is known here. */
export function known(words: string): MessageDescriptor | undefined {
  return Object.hasOwn(TEXTS, words) ? TEXTS[words] : undefined;
}
