import { createLinkSession } from './gen';
import { isFailure } from './problem';

type Send = (request: Request) => Promise<Response>;

/** What a ticket link opens: one ticket, by a token that is fetched anew when it has died. */
export interface OpenedLink {
  ticketId: number;
  /** Makes a `fetch` that asks as the link's bearer. */
  authorize: (send: Send) => typeof fetch;
}

/** Exchanges the secret of a ticket link for what it opens; throws a `Failure` when it is dead. */
export async function openLink(secret: string): Promise<OpenedLink> {
  const exchange = async () => (await createLinkSession({ body: { token: secret } })).data;
  let session = await exchange();
  const authorize =
    (send: Send): typeof fetch =>
    async (input, init) => {
      const request = new Request(input, init);
      const again = request.clone();
      request.headers.set('Authorization', `Bearer ${session.access_token}`);
      const response = await send(request);
      if (response.status !== 401) return response;
      try {
        session = await exchange();
      } catch (error) {
        // The link itself is dead; the answer says so already.
        if (isFailure(error)) return response;
        throw error;
      }
      again.headers.set('Authorization', `Bearer ${session.access_token}`);
      return send(again);
    };
  return { ticketId: session.ticket_id, authorize };
}
